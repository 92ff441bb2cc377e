import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from './test-database.js';

describe('a test database', () => {
  let one: TestDatabase;
  let other: TestDatabase;
  beforeAll(async () => {
    [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });
  afterAll(async () => {
    await Promise.all([one.drop(), other.drop()]);
  });

  it('is migrated and shared with nobody', async () => {
    await one.poolFor('postgres').query('create table public.only_here (n integer)');
    const found = await other.poolFor('postgres').query(`select to_regclass('public.only_here') as found, to_regclass('vitrine.job') as job`);
    expect(found.rows).toEqual([{ found: null, job: 'vitrine.job' }]);
  });

  it('lets every serving role in, each as itself and none with a way around RLS', async () => {
    for (const role of ['vitrine_api', 'vitrine_worker', 'vitrine_relay', 'vitrine_reseal', 'vitrine_queue'] as const) {
      const found = await one.poolFor(role).query(`select current_user as role, rolsuper or rolbypassrls as over from pg_roles where rolname = current_user`);
      expect(found.rows).toEqual([{ role, over: false }]);
    }
  });
});
