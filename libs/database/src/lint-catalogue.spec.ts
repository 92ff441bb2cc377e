import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, startPreparedServer, type PreparedServer, type TestDatabase } from '@vitrine/testing';
import { lintCatalogue, readLints } from './lint-catalogue.js';

/** For each lint, a fault as somebody in a hurry would make it, and what undoes it. */
const planted: Readonly<Record<string, { readonly plant: string; readonly undo: string }>> = {
  'table-without-forced-rls': {
    plant: 'alter table vitrine.finding no force row level security',
    undo: 'alter table vitrine.finding force row level security',
  },
  'table-without-floor': {
    plant: 'alter policy organization_floor on vitrine.resource using (true)',
    undo: 'alter policy organization_floor on vitrine.resource using (organization_id = (select vitrine.current_organization()))',
  },
  'table-without-organization': { plant: 'create table vitrine.note (id uuid primary key)', undo: 'drop table vitrine.note' },
  'table-in-another-schema': { plant: 'create table public.scratch (n integer)', undo: 'drop table public.scratch' },
  'unique-across-organizations': { plant: 'create unique index wide on vitrine.connection (name)', undo: 'drop index vitrine.wide' },
  'foreign-key-across-organizations': {
    plant:
      'create unique index wide on vitrine.connection (id); alter table vitrine.finding add constraint wide foreign key (connection_id) references vitrine.connection (id)',
    undo: 'alter table vitrine.finding drop constraint wide; drop index vitrine.wide',
  },
  'view-without-security-invoker': { plant: 'create view vitrine.summary as select organization_id from vitrine.finding', undo: 'drop view vitrine.summary' },
  'definer-without-search-path': {
    plant: `create function vitrine.shortcut() returns integer language sql security definer as 'select 1'; revoke all on function vitrine.shortcut() from public`,
    undo: 'drop function vitrine.shortcut()',
  },
  'function-for-everybody': { plant: `create function vitrine.open() returns integer language sql as 'select 1'`, undo: 'drop function vitrine.open()' },
  'role-above-the-policies': { plant: 'alter role vitrine_api bypassrls', undo: 'alter role vitrine_api nobypassrls' },
  'ciphertext-reader': { plant: 'grant select on vitrine.credential to vitrine_api', undo: 'revoke select on vitrine.credential from vitrine_api' },
  'ciphertext-writer': {
    plant: 'grant update (sealed) on vitrine.credential to vitrine_worker',
    undo: 'revoke update (sealed) on vitrine.credential from vitrine_worker',
  },
  'trail-that-can-change': {
    plant: 'grant update (payload) on vitrine.trail_event to vitrine_api',
    undo: 'revoke update (payload) on vitrine.trail_event from vitrine_api',
  },
  'right-of-everybody': { plant: 'grant usage on schema vitrine to public', undo: 'revoke usage on schema vitrine from public' },
  'right-to-empty-or-trigger': { plant: 'grant truncate on vitrine.finding to vitrine_worker', undo: 'revoke truncate on vitrine.finding from vitrine_worker' },
};

describe('the catalogue lints', () => {
  // A server of its own: one plant alters a role, and roles are the whole server's.
  let server: PreparedServer;
  let database: TestDatabase;
  beforeAll(async () => {
    server = await startPreparedServer();
    database = await createTestDatabase(server);
  });
  afterAll(async () => {
    await database.drop();
    await server.stop();
  });
  const faults = async (): Promise<string[]> => (await lintCatalogue({ url: database.url('postgres') })).map(({ lint, fault }) => `${lint}: ${fault}`);

  it('find nothing in the committed migrations: among others, every table and every foreign key begins with the organization (PF-40, PF-T17)', async () => {
    expect(await faults()).toEqual([]);
  });

  it('each have a planted fault here and a reason in their first line', () => {
    expect(readLints().map(({ name }) => name)).toEqual(Object.keys(planted).sort());
    for (const { why } of readLints()) expect(why.length).toBeGreaterThan(30);
  });

  it.each(Object.entries(planted))('%s fires on its fault and is quiet again without it', async (name, { plant, undo }) => {
    const superuser = database.poolFor('postgres');
    await superuser.query(plant);
    const found = await faults();
    await superuser.query(undo);
    expect(found.filter((fault) => fault.startsWith(`${name}: `))).not.toEqual([]);
    // The whole walk again: what was planted is gone, so later plants prove what they say.
    expect(await faults()).toEqual([]);
  });

  it('name every bare table, not the first', async () => {
    const superuser = database.poolFor('postgres');
    await superuser.query('create table vitrine.a (organization_id uuid not null); create table vitrine.b (organization_id uuid not null)');
    expect(await faults()).toEqual(
      expect.arrayContaining(['table-without-forced-rls: vitrine.a', 'table-without-forced-rls: vitrine.b', 'table-without-floor: vitrine.a']),
    );
    await superuser.query('drop table vitrine.a, vitrine.b');
  });

  it('see a table that inherits the owner through a role', async () => {
    const superuser = database.poolFor('postgres');
    await superuser.query('grant vitrine_owner to vitrine_worker');
    const found = await faults();
    await superuser.query('revoke vitrine_owner from vitrine_worker');
    expect(found).toContain('role-above-the-policies: vitrine_worker');
  });
});
