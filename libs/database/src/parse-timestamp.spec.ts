import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@vitrine/testing';
import fc from 'fast-check';
import { types } from 'pg';
import { createPool } from './pool.js';
import { parseTimestamp } from './parse-timestamp.js';

const usual = types.getTypeParser(1184, 'text');

describe('a time that comes from the database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  it('is what the driver itself would read, at any instant and in any precision', async () => {
    const { rows } = await database
      .poolFor('postgres')
      .query<{ text: string }>(
        `select t::text as text from (select timestamptz '1970-01-01' + n * interval '7919 hours 13 minutes 17.000019 seconds' as t from generate_series(-2000, 8000) n) s`,
      );
    expect(rows.length).toBe(10_001);
    for (const { text } of rows) expect(parseTimestamp(text, () => 'otherwise')).toEqual(usual(text));
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2999-12-31T00:00:00Z'), noInvalidDate: true }), (at) => {
        expect(parseTimestamp(at.toISOString().replace('T', ' ').replace('Z', '+00'), () => 'otherwise')).toEqual(at);
      }),
    );
  });

  it.each([
    'infinity',
    '-infinity',
    '0044-03-15 00:00:00+00 BC',
    '12026-11-22 00:00:00+00',
    '2026-11-22 01:00:00+01',
    '2026-11-22 05:30:00+05:30',
    '2026-11-22 00:00:00+00:53:28',
  ])('is left to the driver where it is written otherwise: %s', (text) => {
    expect(parseTimestamp(text, () => 'otherwise')).toBe('otherwise');
  });

  it('is the same instant in a session of any zone', async () => {
    for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
      const pool = createPool({ url: database.url('postgres'), applicationName: 'spec', max: 1, sessionOptions: `-c timezone=${zone}` });
      try {
        const { rows } = await pool.query(`select timestamptz '2026-11-22T10:26:30.748123Z' as at, null::timestamptz as never`);
        expect(rows).toEqual([{ at: new Date('2026-11-22T10:26:30.748Z'), never: null }]);
      } finally {
        await pool.end();
      }
    }
  });
});
