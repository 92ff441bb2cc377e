import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';
import { generateTables } from './generate-tables.js';
import { grantsLock } from './grants-lock.js';

const committed = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

describe('what is derived from the live schema', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  it('grants.lock names every right there is: one that appears or goes is a line in a review', async () => {
    expect(await grantsLock({ url: database.url('postgres') })).toBe(committed('../grants.lock'));
  });

  it('tables.generated.ts fits the migrations', async () => {
    expect(await generateTables({ url: database.url('postgres') })).toBe(committed('./tables.generated.ts'));
  });

  it('a grant too many shows in the lock', async () => {
    await database.poolFor('postgres').query('grant select (sealed) on vitrine.credential to vitrine_api');
    expect(await grantsLock({ url: database.url('postgres') })).toContain('column vitrine.credential.sealed vitrine_api SELECT');
  });
});
