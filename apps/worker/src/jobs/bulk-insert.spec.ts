import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';
import fc from 'fast-check';
import { arrayText } from './bulk-insert.js';

describe('an array as Postgres reads it', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });
  const readBack = async (values: readonly (string | null)[]): Promise<unknown> =>
    (await database.poolFor('vitrine_worker').query<{ values: unknown }>('select $1::text[] as values', [arrayText(values)])).rows[0]?.values;

  it('comes back as it was, whatever a provider let somebody write into a name', async () => {
    const hostile = ['plain', '', 'NULL', null, '{a,b}', '"', '\\', '\\"', '","', "');--", 'line\nbreak', ' spaces ', 'ü€😀'];
    expect(await readBack(hostile)).toEqual(hostile);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')))), async (values) => {
        expect(await readBack(values)).toEqual(values);
      }),
      { numRuns: 100 },
    );
  });

  it('holds numbers and booleans in their own types', async () => {
    const { rows } = await database
      .poolFor('vitrine_worker')
      .query('select $1::int[] as numbers, $2::boolean[] as flags', [arrayText([1, null, -2]), arrayText([true, false])]);
    expect(rows).toEqual([{ numbers: [1, null, -2], flags: [true, false] }]);
  });
});
