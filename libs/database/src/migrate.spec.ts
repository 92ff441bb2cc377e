import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';
import { readMigrations, parseMigration, type MigrationFile } from './migration-files.js';
import { migrate } from './migrate.js';

const file = (name: string, sql: string): MigrationFile => parseMigration(name, `-- runs as: vitrine_owner\n${sql}`);

describe('migrate', () => {
  let database: TestDatabase;
  const committed = readMigrations();
  const further = file('9001_further.sql', 'create table vitrine.further (organization_id uuid not null)');
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });
  beforeEach(async () => {
    await database.poolFor('postgres').query(`drop table if exists vitrine.further; delete from vitrine_migrations.applied where name like '9%'`);
  });
  const run = (...files: MigrationFile[]): Promise<string[]> => migrate({ url: database.url('vitrine_migrator') }, [...committed, ...files]);
  const exists = async (table: string): Promise<boolean> =>
    (await database.poolFor('postgres').query('select to_regclass($1) is not null as there', [table])).rows[0]?.there === true;

  it('does nothing a second time', async () => {
    expect(await run()).toEqual([]);
    expect(await run(further)).toEqual(['9001_further.sql']);
    expect(await run(further)).toEqual([]);
  });

  it('makes what it makes as vitrine_owner, which never serves', async () => {
    await run(further);
    const { rows } = await database.poolFor('postgres').query(`select tableowner from pg_tables where schemaname = 'vitrine' and tablename = 'further'`);
    expect(rows).toEqual([{ tableowner: 'vitrine_owner' }]);
  });

  it('applies a file once when several migrators start together', async () => {
    const results = await Promise.all([run(further), run(further), run(further)]);
    expect(results.flat()).toEqual(['9001_further.sql']);
  });

  it('refuses a file that changed after it was applied', async () => {
    await run(further);
    const changed = file('9001_further.sql', 'create table vitrine.further (organization_id uuid)');
    await expect(run(changed)).rejects.toMatchObject({ code: 'migration-changed' });
  });

  it('refuses a database that is ahead of its files, and a file that comes too early', async () => {
    await run(further);
    await expect(run()).rejects.toMatchObject({ code: 'migration-missing' });
    await expect(run(file('9000_early.sql', 'select 1'), further)).rejects.toMatchObject({ code: 'migration-out-of-order' });
  });

  it('applies all of a file or nothing, and says where it failed', async () => {
    const broken = file('9001_further.sql', 'create table vitrine.further (organization_id uuid);\nselect nonsense from nowhere;');
    await expect(run(broken)).rejects.toMatchObject({ code: 'migration-failed', internal: expect.stringMatching(/9001_further\.sql: .*nowhere.*\(line 3\)/) });
    expect(await exists('vitrine.further')).toBe(false);
    expect(await run(further)).toEqual(['9001_further.sql']);
  });

  it('wants every file to say who runs it', () => {
    expect(() => parseMigration('9002_x.sql', 'select 1')).toThrow(expect.objectContaining({ code: 'migration-header' }));
    expect(committed.filter(({ runsAs }) => runsAs !== 'vitrine_owner').map(({ name }) => name)).toEqual(['0000_roles.sql', '0001_database.sql']);
  });

  it('is not for the serving roles', async () => {
    await expect(migrate({ url: database.url('vitrine_api') }, committed)).rejects.toMatchObject({ code: '42501' });
  });
});
