import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  admitGenericRows,
  attackTable,
  belongsToOrganization,
  catalogueTables,
  createTestDatabase,
  loginRoles,
  plantRows,
  type CatalogueTable,
  type TestDatabase,
  type TestRole,
} from '@vitrine/testing';
import { escapeIdentifier } from 'pg';

/** Promise 3 "Tenants never meet": the tables and the roles are found in the catalogue, none is named here but the exceptions. */
describe('two organizations in every table, as every role', () => {
  const acme = randomUUID();
  const umbra = randomUUID();
  let database: TestDatabase;
  let tables: CatalogueTable[];
  let roles: TestRole[];

  beforeAll(async () => {
    database = await createTestDatabase();
    const superuser = database.poolFor('postgres');
    await admitGenericRows(superuser);
    const all = await catalogueTables(superuser);
    expect(all.filter((table) => !belongsToOrganization(table)).map(({ name }) => name)).toEqual(['list_price', 'rate_bucket']);
    tables = all.filter(belongsToOrganization);
    // A login role that the list of the testing library does not know yet has no password there and fails loudly.
    roles = (await loginRoles(superuser)) as TestRole[];
    await plantRows(superuser, tables, [acme, umbra]);
  });
  afterAll(async () => {
    await database.drop();
  });

  /** The relay schedules across organizations: its reads of `job` are the one exception, and its columns are checked below. */
  const relayOfJob = (role: string, table: CatalogueTable): boolean => role === 'vitrine_relay' && table.name === 'job';
  /** The re-sealer finds its work across organizations: it lists their ids, and its columns are checked below. */
  const resealOfOrganization = (role: string, table: CatalogueTable): boolean => role === 'vitrine_reseal' && table.name === 'organization';

  /** The sequencer finds what has no leaf yet across organizations: two ids a row, in a table of nothing else. */
  const sequencerOfPending = (role: string, table: CatalogueTable): boolean => role === 'vitrine_sequencer' && table.name === 'trail_pending';

  // Each role has a pool of its own, so that all attack at once; what they try is rolled back.
  const leaks = async (only: readonly CatalogueTable[] = tables): Promise<string[]> => {
    const ofRole = async (role: TestRole): Promise<string[]> => {
      const found: string[] = [];
      for (const table of only) {
        if (relayOfJob(role, table) || resealOfOrganization(role, table) || sequencerOfPending(role, table)) continue;
        const result = await attackTable(database.poolFor(role), table, acme, umbra);
        found.push(...result.leaks.map((leak) => `${role} ${leak} of ${table.name}`));
      }
      return found;
    };
    return (await Promise.all(roles.map(ofRole))).flat();
  };

  it('finds a house worth attacking', () => {
    expect(tables.length).toBeGreaterThanOrEqual(19);
    expect(roles).toEqual(expect.arrayContaining(['vitrine_api', 'vitrine_migrator', 'vitrine_queue', 'vitrine_relay', 'vitrine_reseal', 'vitrine_worker']));
  });

  it('no role reads, adds, changes, adopts, gives away or deletes a row across the border, or any row without a scope (CS-T03)', async () => {
    expect(await leaks()).toEqual([]);
  });

  it('the wall is no brick: inside its own scope each serving role sees its own rows', async () => {
    const sees = async (role: TestRole, name: string): Promise<boolean> => {
      const table = tables.find((candidate) => candidate.name === name);
      if (table === undefined) throw new Error(`no table ${name}`);
      return (await attackTable(database.poolFor(role), table, acme, umbra)).seesOwn;
    };
    expect(await Promise.all(['connection', 'credential', 'finding', 'job'].map((name) => sees('vitrine_api', name)))).toEqual([true, true, true, true]);
    expect(await Promise.all(['connection', 'candidate', 'finding', 'job'].map((name) => sees('vitrine_worker', name)))).toEqual([true, true, true, true]);
    // Without a live lease the worker sees no envelope, not even its own organization's (promise 1).
    expect(await sees('vitrine_worker', 'credential')).toBe(false);
  });

  it('dropping the floor of any one table turns this spec red (PF-T19)', async () => {
    const superuser = database.poolFor('postgres');
    const stillGreen: string[] = [];
    for (const table of tables) {
      const target = `vitrine.${escapeIdentifier(table.name)}`;
      await superuser.query(`drop policy organization_floor on ${target}`);
      if ((await leaks([table])).length === 0) stillGreen.push(table.name);
      // As strict as it was, for the tables that come after.
      await superuser.query(`create policy organization_floor on ${target} as restrictive for all to ${['job', 'organization', 'trail_pending'].includes(table.name) ? 'vitrine_api, vitrine_worker' : 'public'}
        using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))`);
    }
    expect(stillGreen).toEqual([]);
    expect(await leaks()).toEqual([]);
  });

  it('switching RLS off for any one table turns this spec red', async () => {
    const superuser = database.poolFor('postgres');
    const stillGreen: string[] = [];
    for (const table of tables) {
      const target = `vitrine.${escapeIdentifier(table.name)}`;
      await superuser.query(`alter table ${target} disable row level security`);
      if ((await leaks([table])).length === 0) stillGreen.push(table.name);
      await superuser.query(`alter table ${target} enable row level security`);
    }
    expect(stillGreen).toEqual([]);
  });

  /** `table.column` of everything that the role may select. */
  const visibleTo = async (role: TestRole): Promise<string[]> => {
    const visible: string[] = [];
    for (const table of tables) {
      for (const { name } of table.columns) {
        await database
          .poolFor(role)
          .query(`select ${escapeIdentifier(name)} from vitrine.${escapeIdentifier(table.name)} limit 0`)
          .then(
            () => visible.push(`${table.name}.${name}`),
            (error: unknown) => expect(error).toMatchObject({ code: '42501' }),
          );
      }
    }
    return visible;
  };

  it('the re-sealer sees of every organization its id alone, and nothing but what it moves', async () => {
    const visible = await visibleTo('vitrine_reseal');
    expect(visible.filter((column) => column.startsWith('organization.'))).toEqual(['organization.organization_id']);
    expect(new Set(visible.map((column) => column.split('.')[0]))).toEqual(new Set(['organization', 'connection', 'credential', 'webhook', 'webhook_secret']));
    // Of a receiver which of its secrets is in force: not where it is, nor what it is sent.
    expect(visible.filter((column) => column.startsWith('webhook.')).sort()).toEqual([
      'webhook.id',
      'webhook.organization_id',
      'webhook.secret_changed_at',
      'webhook.secret_version',
    ]);
    for (const hidden of ['connection.external_id', 'connection.name', 'connection.settings', 'connection.account_pinned'])
      expect(visible).not.toContain(hidden);
  });

  it('the sequencer sees the trail and whom to tell of it, and across organizations two ids and a time alone', async () => {
    const visible = await visibleTo('vitrine_sequencer');
    const beside = visible.filter((column) => !column.startsWith('trail_'));
    expect(new Set(beside.map((column) => column.split('.')[0]))).toEqual(new Set(['connection', 'job', 'webhook', 'webhook_secret']));
    // Which cloud's workers hold the key, since they are the ones that can send; not the envelope.
    expect(visible.filter((column) => column.startsWith('webhook_secret.')).map((column) => column.split('.')[1])).toEqual([
      'organization_id',
      'webhook_id',
      'version',
      'cloud',
    ]);
    for (const hidden of ['connection.external_id', 'connection.settings', 'connection.account_pinned', 'webhook.url', 'job.page_token', 'job.fence'])
      expect(visible).not.toContain(hidden);
    expect(visible.filter((column) => column.startsWith('trail_pending.'))).toEqual([
      'trail_pending.organization_id',
      'trail_pending.event_id',
      'trail_pending.at',
    ]);
  });

  it('the relay sees no table but job, and of it only the columns it schedules by', async () => {
    const visible = await visibleTo('vitrine_relay');
    expect(visible.filter((column) => !column.startsWith('job.'))).toEqual([]);
    for (const hidden of ['job.connection_id', 'job.scope', 'job.page_token', 'job.detail', 'job.error_code']) expect(visible).not.toContain(hidden);
  });
});
