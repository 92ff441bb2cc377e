import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';
import fc from 'fast-check';
import { organizationIdSchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { arrayText, bulkInserter } from './bulk-insert.js';

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

describe('a bulk insert', () => {
  it('keeps a bounded number of statements, because pages agree by chance in ever other columns and a connection lives for weeks', async () => {
    const columns = Array.from({ length: 8 }, (_, at) => ({ name: `c${String(at)}`, type: 'integer', value: (row: readonly number[]) => row[at] ?? 0 }));
    const insert = bulkInserter({ table: 'vitrine.none', columns, tail: '' });
    const sent = new Map<string, string[]>();
    const listening: OrganizationTransaction = {
      organizationId: organizationIdSchema.parse('0190b3a4-0000-7000-8000-00000000000a'),
      query: (sql, _params, keep = 'once') => {
        sent.set(keep, [...(sent.get(keep) ?? []), sql]);
        return Promise.resolve({ rows: [], rowCount: 0 });
      },
      read: () => Promise.resolve([]),
      readLast: () => Promise.resolve([]),
    };
    // Every way in which two rows of eight columns may agree but in all.
    for (let way = 0; way < 255; way += 1) await insert(listening, [columns.map(() => 0), columns.map((_, at) => ((way >> at) & 1 ? 0 : 1))]);
    expect(new Set(sent.get('prepared')).size).toBe(16);
    expect(new Set(sent.get('once')).size).toBe(239);
  });
});
