import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectionIdSchema, jobIdSchema, newId, type JobId } from '@vitrine/contracts';
import { constraintOf, sqlStateOf } from '@vitrine/database';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase, type TestRole } from '@vitrine/testing';
import { withOrganization } from './with-organization.js';

/** What a statement came to: rows, or the SQLSTATE and every word that Postgres said. */
interface Outcome {
  readonly state: string | 'none';
  readonly rowCount: number;
  readonly said: string;
}

describe('statements that a hostile or careless query may try', () => {
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

  const attempt = async (role: TestRole, organization: SeededOrganization, sql: string, params: readonly unknown[] = []): Promise<Outcome> => {
    try {
      const { rowCount } = await withOrganization(database.poolFor(role), organization.organizationId, (tx) => tx.query(sql, params));
      return { state: 'none', rowCount, said: '' };
    } catch (error) {
      return { state: sqlStateOf(error), rowCount: 0, said: JSON.stringify(error, error instanceof Error ? ['message', 'detail', 'hint', 'where'] : []) };
    }
  };

  describe('promise 1: the API reads no ciphertext', () => {
    it.each([
      ['the column', 'select sealed from vitrine.credential'],
      ['every column', 'select * from vitrine.credential'],
      ['the whole row', 'select c from vitrine.credential c'],
      ['the row as JSON', 'select to_jsonb(c) from vitrine.credential c'],
      ['its length', 'select octet_length(sealed) from vitrine.credential'],
      ['a comparison, bit by bit', String.raw`select 1 from vitrine.credential where sealed > '\x80'`],
      ['an order', 'select version from vitrine.credential order by sealed'],
      ['a comparison in a delete', String.raw`delete from vitrine.credential where sealed > '\x80'`],
      ['what a delete returns', 'delete from vitrine.credential returning sealed'],
      ['a copy of the table', 'copy vitrine.credential to stdout'],
      ['a copy of a query', 'copy (select sealed from vitrine.credential) to stdout'],
    ])('refuses %s', async (_, sql) => {
      expect(await attempt('vitrine_api', acme, sql)).toMatchObject({ state: '42501' });
    });

    it('refuses to replace an envelope, by upsert or update, so that versions are only appended', async () => {
      const columns = `(organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)`;
      const values = `values ($1, $2, 1, 'aws.role', 'k', decode(repeat('ab', 300), 'hex'), false, 'x')`;
      const params = [acme.organizationId, acme.connections.aws];
      const upsert = `insert into vitrine.credential ${columns} ${values} on conflict (organization_id, connection_id, version) do update set sealed = excluded.sealed`;
      expect(await attempt('vitrine_api', acme, upsert, params)).toMatchObject({ state: '42501' });
      expect(await attempt('vitrine_api', acme, String.raw`update vitrine.credential set sealed = '\x00'`)).toMatchObject({ state: '42501' });
    });

    it('allows what the API needs: counting, and appending the next version', async () => {
      expect(await attempt('vitrine_api', acme, 'select count(*) from vitrine.credential')).toMatchObject({ state: 'none', rowCount: 1 });
      const append = `insert into vitrine.credential (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by)
        values ($1, $2, 2, 'aws.role', 'k', decode(repeat('ab', 300), 'hex'), false, 'x') returning version`;
      expect(await attempt('vitrine_api', acme, append, [acme.organizationId, acme.connections.aws])).toMatchObject({ state: 'none', rowCount: 1 });
    });
  });

  describe('promise 1: the worker reads ciphertext under its own live lease alone', () => {
    const read = async (organization: SeededOrganization, lease?: { jobId: JobId; fence: number }): Promise<number> => {
      const options = lease === undefined ? {} : { lease };
      const work = await withOrganization(
        database.poolFor('vitrine_worker'),
        organization.organizationId,
        (tx) => tx.query('select connection_id, sealed from vitrine.credential'),
        options,
      );
      return work.rowCount;
    };
    const job = (): JobId => jobIdSchema.parse(newId(jobIdSchema));
    const lease = async (organization: SeededOrganization, state: string, until: string): Promise<{ jobId: JobId; fence: number }> => {
      const jobId = job();
      await database
        .poolFor('postgres')
        .query(
          `insert into vitrine.job (organization_id, id, kind, connection_id, queue, state, fence, lease_until) values ($1, $2, 'validate', $3, 'aws', $4, 3, now() + $5::interval)`,
          [organization.organizationId, jobId, organization.connections.azure, state, until],
        );
      return { jobId, fence: 3 };
    };

    it('sees none without a lease and one connection with it', async () => {
      expect(await read(acme)).toBe(0);
      expect(await read(acme, await lease(acme, 'running', '10 seconds'))).toBe(1);
    });

    it('sees none by an expired lease, a stale fence, a job that is not running, or a job of another organization', async () => {
      expect(await read(acme, await lease(acme, 'running', '-1 seconds'))).toBe(0);
      expect(await read(acme, { ...(await lease(acme, 'running', '10 seconds')), fence: 2 })).toBe(0);
      expect(await read(acme, await lease(acme, 'queued', '10 seconds'))).toBe(0);
      expect(await read(acme, await lease(umbra, 'running', '10 seconds'))).toBe(0);
    });
  });

  describe('promise 3: errors tell nothing about the neighbour', () => {
    it('an insert for another organization names the floor', async () => {
      const outcome = await attempt('vitrine_api', acme, `insert into vitrine.trail_event (organization_id, id, type, principal) values ($1, $2, 't', 'p')`, [
        umbra.organizationId,
        newId(connectionIdSchema),
      ]);
      expect(outcome.state).toBe('42501');
      expect(outcome.said).toContain('organization_floor');
    });

    it("a job on another organization's connection fails as if that did not exist, without key values", async () => {
      const outcome = await attempt(
        'vitrine_api',
        acme,
        `insert into vitrine.job (organization_id, id, kind, connection_id, queue) values ($1, $2, 'plan', $3, 'aws')`,
        [acme.organizationId, newId(jobIdSchema), umbra.connections.aws],
      );
      expect(outcome.state).toBe('23503');
      expect(outcome.said).not.toContain(umbra.connections.aws);
    });

    it('a duplicate name and a broken check repeat no value of the row', async () => {
      const insert = `insert into vitrine.connection (organization_id, id, cloud, kind, name, external_id, created_by) values ($1, $2, $3, 'aws.role', $4, repeat('e', 32), 'x')`;
      const duplicate = await attempt('vitrine_api', acme, insert, [acme.organizationId, newId(connectionIdSchema), 'aws', 'aws production']);
      expect(duplicate.state).toBe('23505');
      expect(duplicate.said).not.toContain('aws production');
      const check = await attempt('vitrine_api', acme, insert, [acme.organizationId, newId(connectionIdSchema), 'CANARY_cloud', 'n']);
      expect(check.state).toBe('23514');
      expect(check.said).not.toContain('CANARY_cloud');
    });

    it('the same name in two organizations is no conflict', async () => {
      const insert = `insert into vitrine.connection (organization_id, id, cloud, kind, name, external_id, created_by) values ($1, $2, 'aws', 'aws.role', 'twin', repeat('e', 32), 'x')`;
      for (const organization of [acme, umbra]) {
        expect(await attempt('vitrine_api', organization, insert, [organization.organizationId, newId(connectionIdSchema)])).toMatchObject({ state: 'none' });
      }
    });

    it('the name of the broken constraint is there for the repository to map', async () => {
      const insert = `insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, $3, $4)`;
      const { issuer, claim, value } = acme.claim;
      const error: unknown = await withOrganization(database.poolFor('vitrine_api'), acme.organizationId, (tx) =>
        tx.query(insert, [acme.organizationId, issuer, claim, value]),
      ).catch((reason: unknown) => reason);
      expect([sqlStateOf(error), constraintOf(error)]).toEqual(['23505', 'organization_claim_pkey']);
    });
  });

  describe('no role steps out of its role', () => {
    const statements: readonly (readonly [string, string])[] = [
      ['becomes another role', 'set role vitrine_owner'],
      ['becomes the superuser', 'set session authorization postgres'],
      ['alters a table', 'alter table vitrine.job disable row level security'],
      ['drops a policy', 'drop policy organization_floor on vitrine.finding'],
      ['empties a table', 'truncate vitrine.finding'],
      ['makes a table', 'create table vitrine.mine (n integer)'],
      ['makes a public table', 'create table public.mine (n integer)'],
      ['makes a function', `create function vitrine.mine() returns integer language sql as 'select 1'`],
      ['makes a schema', 'create schema mine'],
      ['hides rows in a large object', 'select lo_creat(-1)'],
      ['reads a file of the server', `select pg_read_file('postgresql.conf')`],
      ['runs a program', `copy (select 1) to program 'true'`],
      ['reads passwords', 'select rolpassword from pg_authid'],
      ['reads the directory', 'select * from directory.organization_claim'],
      ['reads the queue', 'select * from bullmq.job'],
    ];
    for (const role of ['vitrine_api', 'vitrine_worker', 'vitrine_relay'] as const) {
      it.each(statements)(`${role} never %s`, async (_, sql) => {
        const { state } = await attempt(role, acme, sql);
        // Without USAGE on its schema even a table that does not exist is "insufficient privilege".
        expect(state).toBe('42501');
      });
    }

    it('only the worker makes a temporary table, for bill files', async () => {
      expect(await attempt('vitrine_api', acme, 'create temporary table mine (n integer)')).toMatchObject({ state: '42501' });
      expect(await attempt('vitrine_relay', acme, 'create temporary table mine (n integer)')).toMatchObject({ state: '42501' });
      expect(await attempt('vitrine_worker', acme, 'create temporary table mine (n integer) on commit drop')).toMatchObject({ state: 'none' });
    });

    it('switching row security off makes queries fail instead of free', async () => {
      const pool = database.poolFor('vitrine_api');
      const outcome = withOrganization(pool, acme.organizationId, async (tx) => {
        await tx.query('set local row_security = off');
        return await tx.query('select 1 from vitrine.finding');
      });
      await expect(outcome).rejects.toMatchObject({ code: '42501' });
    });

    it('statistics and other sessions show nothing of tenants', async () => {
      await database.poolFor('postgres').query('analyze vitrine.connection');
      expect(await attempt('vitrine_api', acme, `select 1 from pg_stats where schemaname = 'vitrine'`)).toMatchObject({ rowCount: 0 });
      const others = await database.poolFor('vitrine_api').query(`select distinct query from pg_stat_activity where usename <> current_user`);
      expect(others.rows).toEqual([{ query: '<insufficient privilege>' }]);
    });
  });

  describe('the owner', () => {
    it('sees no rows under FORCE, not even through a view of its own', async () => {
      const migrator = await database.poolFor('vitrine_migrator').connect();
      try {
        await migrator.query('set role vitrine_owner');
        await migrator.query('create view vitrine.leak as select organization_id from vitrine.connection');
        await migrator.query('grant select on vitrine.leak to vitrine_api');
        expect((await migrator.query('select 1 from vitrine.connection')).rowCount).toBe(0);
      } finally {
        migrator.release(true);
      }
      expect(await attempt('vitrine_api', acme, 'select 1 from vitrine.leak')).toMatchObject({ rowCount: 0 });
    });

    it("a superuser's view leaks unless it is security_invoker, which is why a lint asks for that", async () => {
      const superuser = database.poolFor('postgres');
      await superuser.query('create view vitrine.open as select organization_id from vitrine.connection; grant select on vitrine.open to vitrine_api');
      const foreign = 'select 1 from vitrine.open where organization_id = $1';
      expect((await attempt('vitrine_api', acme, foreign, [umbra.organizationId])).rowCount).toBeGreaterThan(0);
      await superuser.query('alter view vitrine.open set (security_invoker = true)');
      expect(await attempt('vitrine_api', acme, foreign, [umbra.organizationId])).toMatchObject({ rowCount: 0 });
    });
  });
});
