import { createReadStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { loadCostRows, parseFocus, type LoadedSource } from './index.js';

const sample = join(process.env['VITRINE_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared'), 'samples/focus/focus-1.0-sample.csv');
const withSample = existsSync(sample) ? it : it.skip;
if (!existsSync(sample)) process.stderr.write(`!!! ${sample} is not there: the FOCUS sample test is SKIPPED\n`);

describe('loading a FOCUS bill', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;

  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(() => database.drop());

  async function load(organization: SeededOrganization, stream: Readable, sourceKey = 'bill.csv'): Promise<LoadedSource> {
    const file = await parseFocus(stream);
    return await withOrganization(database.poolFor('vitrine_api'), organization.organizationId, (transaction) =>
      loadCostRows(transaction, { kind: 'focus-upload', sourceKey, connectionId: null, loadedBy: 'spec' }, file),
    );
  }
  async function count(organization: SeededOrganization, sql: string): Promise<number> {
    return await withOrganization(database.poolFor('vitrine_api'), organization.organizationId, async (transaction) =>
      Number((await transaction.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]?.n),
    );
  }
  const csv = (...lines: string[]): Readable => Readable.from([lines.join('\n')]);
  const header = 'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ResourceId,Tags';

  withSample('keeps the public sample’s money to the last digit and names its dirt', async () => {
    const loaded = await load(acme, createReadStream(sample));
    expect(loaded).toMatchObject({ rows: 1000, rowsRejected: 0, totals: [{ currency: 'USD', billedCost: '20.52022672899' }] });
    const problems = await withOrganization(
      database.poolFor('vitrine_api'),
      acme.organizationId,
      async (transaction) =>
        (
          await transaction.query<{ code: string; column_name: string; occurrences: number }>(
            'select code, column_name, occurrences from vitrine.cost_row_problem where row_no = 0',
          )
        ).rows,
    );
    expect(problems).toContainEqual({ code: 'column-unknown', column_name: 'Id', occurrences: 1 });
    expect(problems).toContainEqual({ code: 'date-without-zone', column_name: 'ChargePeriodStart', occurrences: 1000 });
    expect(problems).toContainEqual({ code: 'null-literal', column_name: 'ResourceId', occurrences: 75 });
    const stored = await withOrganization(
      database.poolFor('vitrine_api'),
      acme.organizationId,
      async (transaction) => (await transaction.query<{ sum: string }>('select sum(billed_cost)::text as sum from vitrine.cost_row')).rows[0]?.sum,
    );
    expect(Number.parseFloat(stored ?? '')).toBeGreaterThan(0);
    expect(stored?.replace(/0+$/, '')).toBe('20.52022672899');
  });

  it('replaces the rows of the same source, so that a file loaded twice counts once', async () => {
    const lines = [
      header,
      '1.10,1.00,USD,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,Usage,i-1,',
      '2.20,2.00,USD,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,Usage,i-2,',
    ];
    const first = await load(umbra, csv(...lines), 'twice.csv');
    const again = await load(umbra, csv(...lines), 'twice.csv');
    expect(again).toEqual(first);
    expect(again.totals).toEqual([{ currency: 'USD', billedCost: '3.3', effectiveCost: '3' }]);
    expect(await count(umbra, 'vitrine.cost_row')).toBe(2);
    const restated = await load(umbra, csv(header, '5,5,USD,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,Usage,i-1,'), 'twice.csv');
    expect(restated.id).toBe(first.id);
    expect(await count(umbra, 'vitrine.cost_row')).toBe(1);
  });

  it('names a row whose amount is unknown instead of counting it as zero, and keeps a row whose words are odd', async () => {
    const loaded = await load(
      umbra,
      csv(
        header,
        'NaN,1,USD,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,Usage,i-1,',
        '1,1,,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,Usage,i-1,',
        '2,2,EUR,2026-02-30T00:00:00Z,2026-11-02T00:00:00Z,usage,i-1,{not json',
      ),
      'odd.csv',
    );
    expect(loaded).toMatchObject({ rows: 1, rowsRejected: 2, totals: [{ currency: 'EUR', billedCost: '2', effectiveCost: '2' }] });
    const rows = await withOrganization(
      database.poolFor('vitrine_api'),
      umbra.organizationId,
      async (transaction) =>
        (
          await transaction.query<{ row_no: string; code: string; kept: boolean }>(
            'select row_no, code, kept from vitrine.cost_row_problem where source_id = $1 order by row_no, code',
            [loaded.id],
          )
        ).rows,
    );
    expect(rows).toEqual([
      { row_no: '1', code: 'amount-invalid', kept: false },
      { row_no: '2', code: 'currency-missing', kept: false },
      { row_no: '3', code: 'date-invalid', kept: true },
      { row_no: '3', code: 'json-invalid', kept: true },
      { row_no: '3', code: 'word-case', kept: true },
    ]);
  });

  it('names an amount that no column holds, instead of failing the whole file', async () => {
    const day = '2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,Usage,i-1,';
    const loaded = await load(umbra, csv(header, `1e309,1,USD,${day}`, `-1e20,1,USD,${day}`, `1.5e2,1.5E2,USD,${day}`), 'large.csv');
    expect(loaded).toMatchObject({ rows: 1, rowsRejected: 2, totals: [{ currency: 'USD', billedCost: '150' }] });
  });

  it('names dates and tags that no column holds, and keeps their rows', async () => {
    const row = (start: string, tags: string): string => `1,1,USD,${start},,Usage,i-1,"${tags.replaceAll('"', '""')}"`;
    const now = '2026-11-01T00:00:00Z';
    const hostile = [
      row('0000-01-01T00:00:00Z', ''),
      row(now, '{"a":"\\ud800"}'),
      row(now, '['.repeat(20000) + ']'.repeat(20000)),
      row(now, '{"a":"\\u0000"}'),
      row(now, '{"a":"\\\\u0000"}'),
    ];
    expect(await load(umbra, csv(header, ...hostile), 'hostile.csv')).toMatchObject({ rows: 5, rowsRejected: 0 });
  });

  it('keeps currencies apart, since nothing is converted silently', async () => {
    const loaded = await load(umbra, csv(header, '1,1,USD,2026-11-01T00:00:00Z,,Usage,,', '1,1,EUR,2026-11-01T00:00:00Z,,Usage,,'), 'two.csv');
    expect(loaded.totals.map((total) => total.currency)).toEqual(['EUR', 'USD']);
  });

  it('shows one organization nothing of the other’s bill (CF-19)', async () => {
    const before = await count(acme, 'vitrine.cost_row');
    await load(umbra, csv(header, '7,7,USD,2026-11-01T00:00:00Z,,Usage,,'), 'mine.csv');
    expect(await count(acme, 'vitrine.cost_row')).toBe(before);
  });

  it('refuses what is no FOCUS bill, saying which columns are missing', async () => {
    await expect(parseFocus(csv('a,b', '1,2'))).rejects.toMatchObject({
      code: 'focus-invalid',
      status: 422,
      publicMessage: 'These FOCUS columns are missing: BilledCost, BillingCurrency, ChargePeriodStart.',
    });
    await expect(parseFocus(csv(''))).rejects.toMatchObject({ code: 'focus-invalid' });
    await expect(load(umbra, csv(header, '"unclosed'), 'broken.csv')).rejects.toMatchObject({ code: 'focus-invalid' });
    expect(await count(umbra, "vitrine.cost_source where source_key = 'broken.csv'")).toBe(0);
  });
});
