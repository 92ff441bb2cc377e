import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeededOrganization, TestDatabase } from '@vitrine/testing';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import type { Received } from '../testing/api-under-test.js';

let house: ApiHouse;
let database: TestDatabase;
let acme: SeededOrganization;
let umbra: SeededOrganization;
const as: ApiHouse['as'] = async (...request) => await house.as(...request);
const outcome = ({ status, body }: Received): [number, unknown] => [status, body['code']];

const HEADER =
  'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,SubAccountId,RegionId,ServiceName,SkuMeter,ResourceId';
const day = (offset: number): string => new Date(Date.UTC(2026, 8, 1 + offset)).toISOString();
const line = (offset: number, cost: string, meter: string, id: string, currency = 'USD'): string =>
  `${cost},${cost},${currency},${day(offset)},${day(offset + 1)},Usage,AWS,111122223333,eu-west-1,AmazonVPC,${meter},${id}`;
const bill = (...lines: readonly string[]): string => [HEADER, ...lines].join('\n');
const upload = async (query: string, raw: string | Buffer, of = acme): Promise<Received> =>
  await as(of, 'admin', 'POST', `/v1/costs/export-uploads?${query}`, { raw, headers: { 'content-type': 'application/octet-stream' } });

beforeAll(async () => {
  house = await openApiHouse();
  ({ database, acme, umbra } = house);
}, 60_000);
afterAll(async () => await house.stop());

describe('files of an export', () => {
  const idle = Array.from({ length: 3 }, (_, index) => line(index, '1', 'EU-ElasticIP:IdleAddress', 'eipalloc-1'));

  it('gzip is read as what it holds, and what the bill alone shows is there at once', async () => {
    const loaded = await upload('name=part-0.csv.gz&dataset=cur&period=2026-09', gzipSync(bill(...idle)));
    expect([loaded.status, loaded.body['rows'], loaded.body['dataset'], loaded.body['period'], loaded.body['name']]).toEqual([
      201,
      3,
      'cur',
      '2026-09',
      'part-0.csv.gz',
    ]);
    const { body } = await as(acme, 'viewer', 'GET', '/v1/costs/opportunities');
    expect(body['items']).toMatchObject([
      {
        ruleId: 'bill.address-idle',
        verdict: 'fail',
        resourceKey: 'arn:aws:ec2:eu-west-1:111122223333:elastic-ip/eipalloc-1',
        savingRealisableMonthly: '30.44',
        currency: 'USD',
      },
    ]);
    expect(body['totals']).toEqual([{ currency: 'USD', savingGrossMonthly: '30.44', savingRealisableMonthly: '30.44', things: 1 }]);
    expect((body['rulesRun'] as unknown[]).length).toBeGreaterThanOrEqual(5);
  });

  it('the same bytes under another name are the bill that is there already, so that they are not counted twice', async () => {
    const again = await upload('name=copy-of-part-0&dataset=cur&period=2026-09', gzipSync(bill(...idle)));
    expect([again.status, again.body['name']]).toEqual([201, 'part-0.csv.gz']);
    const { body } = await as(acme, 'viewer', 'GET', '/v1/costs/summary');
    expect(body).toMatchObject({ totals: [{ billedCost: '3' }], overlapping: false });
  });

  it('a restated month has its last files and no other; other months stay', async () => {
    await upload('name=part-1&dataset=cur&period=2026-09', bill(line(3, '5', 'NatGateway-Hours', 'nat-1')));
    await upload('name=part-0&dataset=cur&period=2026-10', bill(line(31, '7', 'NatGateway-Hours', 'nat-1')));
    const restated = await upload('name=whole&dataset=cur&period=2026-09&restates=true', bill(line(0, '2', 'NatGateway-Hours', 'nat-1')));
    expect(restated.status).toBe(201);
    expect((await as(acme, 'viewer', 'GET', '/v1/costs/summary?groupBy=month')).body['groups']).toMatchObject([
      { key: '2026-10', billedCost: '7' },
      { key: '2026-09', billedCost: '2' },
    ]);
    expect((await as(acme, 'viewer', 'GET', '/v1/costs/opportunities')).body['items']).toEqual([]);
    expect(outcome(await upload('name=x&restates=true', bill(...idle)))).toEqual([422, 'dataset-needed']);
  });

  it('422 for what is no bill, 415 for what is not declared as bytes, 403 for an analyst', async () => {
    expect(outcome(await upload('name=x', Buffer.from('PAR1 nothing')))).toEqual([422, 'focus-invalid']);
    expect((await as(acme, 'admin', 'POST', '/v1/costs/export-uploads?name=x', { raw: 'x', headers: { 'content-type': 'text/csv' } })).status).toBe(415);
    expect(
      (await as(acme, 'analyst', 'POST', '/v1/costs/export-uploads?name=x', { raw: 'x', headers: { 'content-type': 'application/octet-stream' } })).status,
    ).toBe(403);
  });

  it('shows one organization nothing of the other’s (CF-19)', async () => {
    await upload('name=theirs', bill(...Array.from({ length: 3 }, (_, index) => line(index, '9', 'EU-ElasticIP:IdleAddress', 'eipalloc-9'))), umbra);
    expect((await as(acme, 'viewer', 'GET', '/v1/costs/opportunities')).text).not.toContain('eipalloc-9');
    expect((await as(umbra, 'viewer', 'GET', '/v1/costs/opportunities')).text).toContain('eipalloc-9');
  });
});

describe('exchange rates', () => {
  const put = async (rates: readonly unknown[], of = acme): Promise<Received> => await as(of, 'admin', 'PUT', '/v1/costs/exchange-rates', { body: { rates } });

  it('convert by the newest rate of or before the day, say which, and leave a sum without one unknown', async () => {
    await upload('name=euros', bill(line(9, '10', 'X', 'a', 'EUR'), line(11, '10', 'X', 'a', 'EUR'), line(9, '1', 'X', 'a')), umbra);
    const { body: source } = await upload('name=euros', bill(line(9, '10', 'X', 'a', 'EUR'), line(11, '10', 'X', 'a', 'EUR'), line(9, '1', 'X', 'a')), umbra);
    const summary = async (): Promise<unknown> =>
      (await as(umbra, 'viewer', 'GET', `/v1/costs/summary?sourceId=${String(source['id'])}&convertTo=USD`)).body['converted'];
    expect(await summary()).toEqual({ currency: 'USD', billedCost: null, rates: [], missing: ['EUR'] });
    const rate = (onDate: string, value: string): unknown => ({ from: 'EUR', to: 'USD', onDate, rate: value, source: 'ECB' });
    expect((await put([rate('2026-09-01', '1.1'), rate('2026-09-12', '1.2')], umbra)).status).toBe(200);
    expect(await summary()).toEqual({
      currency: 'USD',
      billedCost: '24',
      rates: [
        { from: 'EUR', onDate: '2026-09-01', rate: '1.1', source: 'ECB' },
        { from: 'EUR', onDate: '2026-09-12', rate: '1.2', source: 'ECB' },
      ],
      missing: [],
    });
    expect((await as(acme, 'viewer', 'GET', '/v1/costs/exchange-rates')).body['items']).toEqual([]);
  });

  it.each([{ rate: '0' }, { rate: '-1' }, { from: 'USD' }, { onDate: '2026-02-30' }, { from: 'eur' }])('422 for %j', async (fault) => {
    expect((await put([{ from: 'EUR', to: 'USD', onDate: '2026-09-01', rate: '1.1', source: 'ECB', ...fault }])).status).toBe(422);
  });
});

describe('what was negotiated, and what reading may cost', () => {
  const agreement = { discounts: [{ cloud: 'aws', service: 'AmazonEC2', discountPct: '0.12', from: '2026-01-01', to: null }], prices: [] };

  it('CF-28: the agreement is one document that is changed against the state that was seen', async () => {
    const before = await as(acme, 'viewer', 'GET', '/v1/costs/price-agreement');
    expect([before.body, before.headers.get('etag')]).toEqual([{ discounts: [], prices: [] }, '"v0"']);
    expect((await as(acme, 'admin', 'PUT', '/v1/costs/price-agreement', { body: agreement })).status).toBe(428);
    const set = await as(acme, 'admin', 'PUT', '/v1/costs/price-agreement', { body: agreement, headers: { 'if-match': '"v0"' } });
    expect([set.status, set.body]).toEqual([200, agreement]);
    expect((await as(acme, 'admin', 'PUT', '/v1/costs/price-agreement', { body: agreement, headers: { 'if-match': '"v0"' } })).status).toBe(412);
    expect((await as(umbra, 'viewer', 'GET', '/v1/costs/price-agreement')).body).toEqual({ discounts: [], prices: [] });
    const wrong = { ...agreement, discounts: [{ ...agreement.discounts[0], discountPct: '1.2' }] };
    expect((await as(acme, 'admin', 'PUT', '/v1/costs/price-agreement', { body: wrong, headers: { 'if-match': '"v1"' } })).status).toBe(422);
  });

  it('spend is told per day, connection and operation, beside the budget', async () => {
    await database
      .poolFor('postgres')
      .query(
        `insert into vitrine.api_spend (organization_id, connection_id, day, operation, requests, cost_usd) values ($1, $2, (now() at time zone 'UTC')::date, 'ce:GetCostAndUsage', 7, 0.07)`,
        [acme.organizationId, acme.connections.aws],
      );
    const { body } = await as(acme, 'viewer', 'GET', '/v1/costs/api-spend');
    expect(body).toMatchObject({
      totalUsd: '0.07',
      todayUsd: '0.07',
      budgetUsdPerDay: '0.4',
      auditUsd: null,
      items: [{ operation: 'ce:GetCostAndUsage', requests: 7, costUsd: '0.07' }],
    });
    expect((await as(umbra, 'viewer', 'GET', '/v1/costs/api-spend')).body['totalUsd']).toBe('0');
    const set = await as(acme, 'admin', 'PUT', '/v1/costs/api-budget', { body: { usdPerDay: '2.5' }, headers: { 'if-match': '"v0"' } });
    expect([set.status, set.body, set.headers.get('etag')]).toEqual([200, { usdPerDay: '2.5' }, '"v1"']);
    expect((await as(acme, 'analyst', 'PUT', '/v1/costs/api-budget', { body: { usdPerDay: '9' }, headers: { 'if-match': '*' } })).status).toBe(403);
  });
});

describe('a sync on demand', () => {
  const sync = async (connectionId: string): Promise<Received> => await as(acme, 'admin', 'POST', '/v1/costs/syncs', { body: { connectionId } });

  it('409 without a bill, 404 for another organization’s connection, one at a time', async () => {
    expect(outcome(await sync(acme.connections.aws))).toEqual([409, 'bill-not-configured']);
    expect(outcome(await sync(umbra.connections.aws))).toEqual([404, 'not-found']);
    await database
      .poolFor('postgres')
      .query(`update vitrine.connection set bill = '{"source":"cost-explorer"}', credential_version = 1, kind = 'aws.role' where id = $1`, [
        acme.connections.aws,
      ]);
    expect((await sync(acme.connections.aws)).status).toBe(202);
    expect(outcome(await sync(acme.connections.aws))).toEqual([409, 'sync-running']);
  });
});

describe('advice on commitments', () => {
  it('is listed with its level and break-even, and without a saving, so that totals of waste stay what they are', async () => {
    const totals = async (): Promise<unknown> => (await as(umbra, 'viewer', 'GET', '/v1/costs/opportunities')).body['totals'];
    const before = await totals();
    const header = `${HEADER},PricingCategory`;
    const lines = Array.from({ length: 30 }, (_, index) => `${line(index, '12', 'EU-BoxUsage:m5.large', 'i-0a1b2c3d')},Standard`);
    expect((await upload('name=machines&dataset=machines', [header, ...lines].join('\n'), umbra)).status).toBe(201);
    const { body } = await as(umbra, 'viewer', 'GET', '/v1/costs/opportunities');
    expect(body['items']).toContainEqual(
      expect.objectContaining({
        ...{ ruleId: 'bill.aws-commitment-gap', title: 'Compute that runs all the time without a Savings Plan', actionGroup: 'commit' },
        ...{ costNowMonthly: '365.28', savingGrossMonthly: null, savingRealisableMonthly: null },
        evidence: expect.objectContaining({ commitment: expect.objectContaining({ commitPerHour: '0.5', usedShare: '1', breakEvenDiscount: '0' }) }),
      }),
    );
    expect(await totals()).toEqual(before);
  });
});
