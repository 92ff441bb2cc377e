import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool } from '@vitrine/database';
import { createTestDatabase, freePort, seedTwoOrganizations, startPreparedServer, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { organizationOfClaim, organizationOfToken } from './directory.js';
import { currentOrganization, runInOrganization } from './organization-scope.js';
import type { OrganizationTransaction } from './organization-transaction.js';
import { withOrganization } from './with-organization.js';

const NAMES = 'select name from vitrine.organization';

describe('withOrganization', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(async () => {
    await database.drop();
  });
  const names = async (organization: SeededOrganization): Promise<unknown[]> =>
    (await withOrganization(database.poolFor('vitrine_api'), organization.organizationId, (tx) => tx.query(NAMES))).rows;

  it('shows each organization itself, however many share the pool at once', async () => {
    const wanted = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? acme : umbra));
    const seen = await Promise.all(wanted.map(names));
    expect(seen).toEqual(wanted.map(({ name }) => [{ name }]));
  });

  it('shows each organization itself through one kept statement on one connection, because a plan that is used again asks again whose rows they are', async () => {
    const single = createPool({ url: database.url('vitrine_api'), applicationName: 'spec', max: 1 });
    try {
      for (let round = 0; round < 10; round += 1) {
        for (const organization of [acme, umbra]) {
          const { rows } = await withOrganization(single, organization.organizationId, (tx) => tx.query(NAMES, [], 'prepared'));
          expect(rows).toEqual([{ name: organization.name }]);
        }
      }
      expect((await single.query(`select count(*)::int as kept from pg_prepared_statements where statement = $1`, [NAMES])).rows).toEqual([{ kept: 1 }]);
    } finally {
      await single.end();
    }
  });

  it('leaves nothing of a scope on a pooled connection, after commit and after rollback', async () => {
    const single = createPool({ url: database.url('vitrine_api'), applicationName: 'spec', max: 1 });
    try {
      await withOrganization(single, acme.organizationId, (tx) => tx.query(NAMES));
      expect((await single.query(NAMES)).rows).toEqual([]);
      await withOrganization(single, acme.organizationId, () => Promise.reject(new Error('no'))).catch(() => undefined);
      for (let read = 0; read < 20; read += 1) expect((await single.query(NAMES)).rows).toEqual([]);
    } finally {
      await single.end();
    }
  });

  it('commits when the work resolves and rolls back when it rejects, with the error of the work', async () => {
    const rename = (name: string, fail: boolean): Promise<void> =>
      withOrganization(database.poolFor('vitrine_api'), umbra.organizationId, async (tx) => {
        await tx.query('update vitrine.organization set name = $2 where organization_id = $1', [umbra.organizationId, name]);
        if (fail) throw new Error('after the write');
      });
    await expect(rename('lost', true)).rejects.toThrow('after the write');
    expect(await names(umbra)).toEqual([{ name: 'umbra' }]);
    await rename('kept', false);
    expect(await names(umbra)).toEqual([{ name: 'kept' }]);
    await rename('umbra', false);
  });

  it('says so when a swallowed error has undone the transaction, instead of reporting success', async () => {
    const swallowed = withOrganization(database.poolFor('vitrine_api'), acme.organizationId, async (tx) => {
      await tx.query('select 1 / 0').catch(() => undefined);
      return 'saved';
    });
    await expect(swallowed).rejects.toMatchObject({ code: 'transaction-aborted' });
  });

  it('refuses a handle kept past its transaction: by then the connection may serve another organization', async () => {
    let kept: OrganizationTransaction | undefined;
    await withOrganization(database.poolFor('vitrine_api'), acme.organizationId, (tx) => {
      kept = tx;
      return Promise.resolve();
    });
    await expect(kept?.query(NAMES)).rejects.toMatchObject({ code: 'transaction-over' });
  });

  it('refuses an id that is none, even where the compiler was told otherwise', async () => {
    const none = '' as typeof acme.organizationId;
    await expect(withOrganization(database.poolFor('vitrine_api'), none, (tx) => tx.query(NAMES))).rejects.toThrow('invalid-id');
  });

  it('carries its scope to everything below, and never changes organization halfway', async () => {
    const pool = database.poolFor('vitrine_api');
    await withOrganization(pool, acme.organizationId, () => {
      expect(currentOrganization().organizationId).toBe(acme.organizationId);
      return Promise.resolve();
    });
    const crossed = runInOrganization({ organizationId: acme.organizationId }, () => withOrganization(pool, umbra.organizationId, (tx) => tx.query(NAMES)));
    await expect(crossed).rejects.toMatchObject({ code: 'organization-scope-mismatch' });
  });

  it('reads an instant without writing in snapshot mode', async () => {
    const snapshot = withOrganization(database.poolFor('vitrine_api'), acme.organizationId, (tx) => tx.query(`update vitrine.organization set name = 'x'`), {
      mode: 'snapshot',
    });
    await expect(snapshot).rejects.toMatchObject({ code: '25006' });
  });

  it('answers the question before the organization: whose token, whose claim; exact match or unknown', async () => {
    const pool = database.poolFor('vitrine_api');
    expect(await organizationOfToken(pool, acme.token.tokenKey)).toBe(acme.organizationId);
    expect(await organizationOfToken(pool, '%')).toBe('unknown');
    const { issuer, claim, value } = umbra.claim;
    expect(await organizationOfClaim(pool, issuer, claim, value)).toBe(umbra.organizationId);
    expect(await organizationOfClaim(pool, 'https://other.issuer', claim, value)).toBe('unknown');
  });
});

describe('withOrganization on a database in trouble', () => {
  it('says database-unavailable, 503 and retryable, when nobody answers', async () => {
    const pool = createPool({ url: `postgres://vitrine_api:x@127.0.0.1:${await freePort()}/vitrine`, applicationName: 'spec' });
    const organizationId = '01900000-0000-7000-8000-000000000001' as SeededOrganization['organizationId'];
    await expect(withOrganization(pool, organizationId, (tx) => tx.query('select 1'))).rejects.toMatchObject({
      code: 'database-unavailable',
      status: 503,
      retryable: true,
    });
    await pool.end();
  });

  it('loses the work in hand to a crash, never half of it, and works again by itself afterwards', async () => {
    const server = await startPreparedServer();
    const database = await createTestDatabase(server);
    try {
      const { acme } = await seedTwoOrganizations(database);
      const pool = database.poolFor('vitrine_api');
      const interrupted = withOrganization(pool, acme.organizationId, async (tx) => {
        await tx.query(`update vitrine.organization set name = 'half' where organization_id = $1`, [acme.organizationId]);
        await server.restart('immediate');
        await tx.query('select 1');
      });
      await expect(interrupted).rejects.toMatchObject({ code: 'database-unavailable' });
      const { rows } = await withOrganization(pool, acme.organizationId, (tx) => tx.query(NAMES));
      expect(rows).toEqual([{ name: 'acme' }]);
    } finally {
      await database.drop();
      await server.stop();
    }
  });
});
