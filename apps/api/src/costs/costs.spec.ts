import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase, TestIssuer } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { ApiUnderTest, Received } from '../testing/api-under-test.js';

const sample = join(process.env['VITRINE_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared'), 'samples/focus/focus-1.0-sample.csv');
const withSample = existsSync(sample) ? it : it.skip;
if (!existsSync(sample)) process.stderr.write(`!!! ${sample} is not there: the FOCUS sample test of the API is SKIPPED\n`);

let house: ApiHouse;
let database: TestDatabase;
let issuer: TestIssuer;
let api: ApiUnderTest;
let acme: SeededOrganization;
let umbra: SeededOrganization;

const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const csv = { 'content-type': 'text/csv' };
const upload = async (name: string, raw: string | Buffer, organization: SeededOrganization = acme): Promise<Received> =>
  await as(organization, 'admin', 'POST', `/v1/costs/focus-uploads?name=${encodeURIComponent(name)}`, { raw, headers: csv });
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];
const HEADER = 'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ServiceName,SubAccountId,ResourceId';
const bill = (...lines: string[]): string => [HEADER, ...lines].join('\n');
const line = (cost: string, day: string, service: string, currency = 'USD'): string =>
  `${cost},${cost},${currency},2026-10-${day}T00:00:00Z,2026-10-${day}T01:00:00Z,Usage,${service},acc-1,`;

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, issuer, api, acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

describe('uploading a FOCUS bill', () => {
  withSample('201: loads the public sample to the last digit and names its dirty rows, dropping none', async () => {
    const loaded = await upload('sample.csv', readFileSync(sample), umbra);
    expect(loaded.status).toBe(201);
    expect(loaded.body).toMatchObject({
      kind: 'focus-upload',
      name: 'sample.csv',
      connectionId: null,
      rows: 1000,
      rowsRejected: 0,
      totals: [{ currency: 'USD', billedCost: '20.52022672899' }],
    });
    expect(loaded.body['problems']).toContainEqual({ column: 'ChargePeriodStart', code: 'date-without-zone', kept: true, rows: 1000, firstRows: [] });
    expect(loaded.body['problems']).toContainEqual({ column: 'ResourceId', code: 'null-literal', kept: true, rows: 75, firstRows: [] });
    expect(loaded.body['contentSha256']).toMatch(/^[0-9a-f]{64}$/);
    const { body } = await as(umbra, 'viewer', 'GET', '/v1/costs/summary?groupBy=month&limit=1');
    expect(body['totals']).toMatchObject([{ currency: 'USD', billedCost: '20.52022672899', rows: 1000 }]);
  });

  it('the same name again replaces its rows under the same id, so that sent twice is counted once', async () => {
    const first = await upload('october.csv', bill(line('1.10', '01', 'EC2'), line('2.20', '02', 'EC2')));
    const again = await upload('october.csv', bill(line('5', '01', 'EC2')));
    expect([again.status, again.body['id'], again.body['rows']]).toEqual([201, first.body['id'], 1]);
    expect(first.body['totals']).toEqual([{ currency: 'USD', billedCost: '3.3', effectiveCost: '3.3' }]);
    expect(again.headers.get('location')).toBe(`/v1/costs/sources/${String(first.body['id'])}`);
    expect((await as(acme, 'viewer', 'GET', String(again.headers.get('location')))).body).toEqual(again.body);
  });

  it('case 26: a row whose amount is none is named and not counted as zero', async () => {
    const loaded = await upload('dirty.csv', bill(line('NaN', '03', 'S3'), line('1e309', '03', 'S3'), line('4', '03', 'S3'), line('', '03', 'S3')));
    expect(loaded.body).toMatchObject({ rows: 1, rowsRejected: 3, totals: [{ billedCost: '4' }] });
    const path = `/v1/costs/sources/${String(loaded.body['id'])}/problems`;
    const page = await as(acme, 'viewer', 'GET', `${path}?limit=2`);
    const rest = await as(acme, 'viewer', 'GET', `${path}?limit=200&cursor=${encodeURIComponent(String(page.body['nextCursor']))}`);
    const rows = [page, rest].flatMap(({ body }) => body['items'] as { row: number; column: string; kept: boolean }[]); // Shape asserted by the route's schema.
    expect([...new Set(rows.filter(({ kept, column }) => !kept && column === 'BilledCost').map(({ row }) => row))]).toEqual([1, 2, 4]);
  });

  it('422 for what is no FOCUS bill, and nothing of it is kept: neither a row nor a file', async () => {
    expect(outcome(await upload('none.csv', 'a,b\n1,2\n'))).toEqual([422, 'focus-invalid']);
    expect(outcome(await upload('none.csv', ''))).toEqual([422, 'focus-invalid']);
    expect(outcome(await upload('none.csv', `${bill(line('1', '01', 'EC2'))}\n"unclosed`))).toEqual([422, 'focus-invalid']);
    const { rowCount } = await database.poolFor('postgres').query(`select 1 from vitrine.cost_source where source_key like '%none.csv'`);
    expect(rowCount).toBe(0);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('vitrine-upload-'))).toEqual([]);
  });

  it('413 beyond 64 MiB, declared or not; 415 for JSON and for gzip', async () => {
    const path = '/v1/costs/focus-uploads?name=large.csv';
    const token = await issuer.mint({ subject: acme.members.admin.subject, claims: { org_id: acme.claim.value } });
    const block = Buffer.alloc(1024 * 1024, `${line('1', '01', 'EC2')}\n`);
    const endless = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(`${HEADER}\n`);
      for (let n = 0; n < 65; n++) yield await Promise.resolve(block);
    };
    const chunked = await fetch(`${api.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...csv },
      body: endless(),
      duplex: 'half',
    } as RequestInit).then(
      ({ status }) => status,
      // The server closes while we still send; what it answered may be lost on the way.
      () => 413,
    );
    expect(chunked).toBe(413);
    expect((await database.poolFor('postgres').query(`select 1 from vitrine.cost_source where source_key like '%large.csv'`)).rowCount).toBe(0);
    expect(outcome(await as(acme, 'admin', 'POST', path, { body: {} }))).toEqual([415, 'unsupported-media-type']);
    expect(outcome(await as(acme, 'admin', 'POST', path, { raw: 'x', headers: { ...csv, 'content-encoding': 'gzip' } }))).toEqual([
      415,
      'unsupported-encoding',
    ]);
  });

  it('401 without a token, 403 for an analyst, 422 without a name or with one that reads other than it is', async () => {
    expect((await api.send('POST', '/v1/costs/focus-uploads?name=x', { raw: bill(), headers: csv })).status).toBe(401);
    expect(outcome(await as(acme, 'analyst', 'POST', '/v1/costs/focus-uploads?name=x', { raw: bill(), headers: csv }))).toEqual([403, 'insufficient-scope']);
    expect((await as(acme, 'admin', 'POST', '/v1/costs/focus-uploads', { raw: bill(), headers: csv })).status).toBe(422);
    for (const name of ['a\u202eb', 'x'.repeat(300), 'a\u0000']) expect(outcome(await upload(name, bill()))).toEqual([422, 'invalid-name']);
  });
});

describe('reading costs', () => {
  it('lists bills newest first, each with totals and problems, of the caller’s organization only (CF-19)', async () => {
    await upload('theirs.csv', bill(line('9999', '01', 'Secret service')), umbra);
    const page = await as(acme, 'viewer', 'GET', '/v1/costs/sources?limit=1');
    const next = await as(acme, 'viewer', 'GET', `/v1/costs/sources?limit=1&cursor=${encodeURIComponent(String(page.body['nextCursor']))}`);
    expect([page, next].map(({ body }) => (body['items'] as { name: string }[])[0]?.name)).toEqual(['dirty.csv', 'october.csv']);
    expect((await as(acme, 'viewer', 'GET', '/v1/costs/summary')).text).not.toContain('Secret service');
  });

  it('404 for another organization’s bill, byte for byte as for a missing one', async () => {
    const theirs = await upload('theirs.csv', bill(line('1', '01', 'EC2')), umbra);
    const bytes = ({ text, body }: Received): string => text.replace(String(body['instance']), '');
    for (const tail of ['', '/problems']) {
      const foreign = await as(acme, 'viewer', 'GET', `/v1/costs/sources/${String(theirs.body['id'])}${tail}`);
      const missing = await as(acme, 'viewer', 'GET', `/v1/costs/sources/0190b3a4-0000-7000-8000-000000000001${tail}`);
      expect([foreign.status, bytes(foreign)]).toEqual([404, bytes(missing)]);
    }
    expect(outcome(await as(acme, 'viewer', 'GET', '/v1/costs/sources/X'))).toEqual([422, 'invalid-id']);
  });

  it('sums by service and day within a period, currencies apart, the largest first', async () => {
    const { body: source } = await upload(
      'sums.csv',
      bill(line('0.1', '10', 'A'), line('0.2', '11', 'A'), line('7', '12', 'B'), line('7', '12', 'B', 'EUR'), line('1', '20', 'C')),
    );
    const summary = async (query: string): Promise<Record<string, unknown>> =>
      (await as(acme, 'viewer', 'GET', `/v1/costs/summary?sourceId=${String(source['id'])}&${query}`)).body;
    expect(await summary('from=2026-10-10&to=2026-10-13')).toEqual({
      totals: [
        { currency: 'EUR', billedCost: '7', effectiveCost: '7', rows: 1 },
        { currency: 'USD', billedCost: '7.3', effectiveCost: '7.3', rows: 3 },
      ],
      groups: [
        { key: 'B', currency: 'EUR', billedCost: '7', effectiveCost: '7', rows: 1 },
        { key: 'B', currency: 'USD', billedCost: '7', effectiveCost: '7', rows: 1 },
        { key: 'A', currency: 'USD', billedCost: '0.3', effectiveCost: '0.3', rows: 2 },
      ],
      truncated: false,
      overlapping: false,
      converted: null,
    });
    expect(await summary('groupBy=day&currency=USD&limit=1')).toMatchObject({ groups: [{ key: '2026-10-12' }], truncated: true });
  });

  it('says when two bills tell of one account and day, instead of counting twice in silence', async () => {
    await upload('copy.csv', bill(line('0.1', '10', 'A')));
    expect((await as(acme, 'viewer', 'GET', '/v1/costs/summary')).body['overlapping']).toBe(true);
  });

  it('cases 24 and 25: 422 for groupings, periods and members that are none', async () => {
    for (const query of ['groupBy=sealed', 'fields=sealed'])
      expect(outcome(await as(acme, 'viewer', 'GET', `/v1/costs/summary?${query}`))).toEqual([422, 'unknown-field']);
    for (const query of ['from=2026-02-30', 'from=2026-10-02&to=2026-10-01', 'from=2016-01-01&to=2026-01-01']) {
      expect(outcome(await as(acme, 'viewer', 'GET', `/v1/costs/summary?${query}`))).toEqual([422, 'invalid-range']);
    }
  });
});
