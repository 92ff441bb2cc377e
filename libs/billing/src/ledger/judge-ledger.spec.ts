import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withOrganization } from '@vitrine/tenancy';
import { createTestDatabase, seedTwoOrganizations, type SeededOrganization, type TestDatabase } from '@vitrine/testing';
import { loadCostRows, parseFocus, type LoadedSource } from '../index.js';

const samples = join(process.env['VITRINE_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared'), 'samples/focus');
const unused = join(samples, 'commitment_discount_flexibility-zero_percent_utilization_without_commitment_discount_flexibility.csv');
const withSample = existsSync(unused) ? it : it.skip;
if (!existsSync(unused)) process.stderr.write(`!!! ${unused} is not there: the sample of unused commitments is SKIPPED\n`);

const header =
  'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ProviderName,SubAccountId,RegionId,ServiceName,SkuMeter,ResourceId';
const day = (offset: number): string => new Date(Date.UTC(2026, 8, 1) + offset * 86_400_000).toISOString();
const line = (offset: number, cost: string, meter: string, id: string): string =>
  `${cost},${cost},USD,${day(offset)},${day(offset + 1)},Usage,AWS,111122223333,eu-west-1,AmazonVPC,${meter},${id}`;

describe('a ledger judged by the bill alone', () => {
  let database: TestDatabase;
  let acme: SeededOrganization;
  let umbra: SeededOrganization;
  beforeAll(async () => {
    database = await createTestDatabase();
    ({ acme, umbra } = await seedTwoOrganizations(database));
  });
  afterAll(() => database.drop());

  async function load(of: SeededOrganization, stream: Readable, sourceKey: string, dataset: string | null = null): Promise<LoadedSource> {
    const file = await parseFocus(stream);
    return await withOrganization(database.poolFor('vitrine_api'), of.organizationId, (transaction) =>
      loadCostRows(transaction, { kind: 'focus-upload', sourceKey, connectionId: null, loadedBy: 'spec', dataset }, file),
    );
  }
  async function opportunities(of: SeededOrganization): Promise<Record<string, unknown>[]> {
    const { rows } = await withOrganization(database.poolFor('vitrine_worker'), of.organizationId, (transaction) =>
      transaction.query(
        'select ledger_key, rule_id, resource_key, verdict, saving_gross_monthly::float as gross from vitrine.bill_opportunity order by 1, 2, 3',
      ),
    );
    return rows;
  }
  const quarter = (id: string, from = 0, to = 90): string[] =>
    Array.from({ length: to - from }, (_, index) => line(from + index, '1.2', 'NatGateway-Hours', id));

  it('finds a gateway without bytes in three files of one export, which no single one of them could show', async () => {
    const part = (from: number, to: number): Readable => Readable.from([[header, ...quarter('nat-0a1', from, to)].join('\n')]);
    expect((await load(acme, part(0, 30), 'sep', 'cur')).opportunities).toBe(0);
    expect((await load(acme, part(30, 60), 'oct', 'cur')).opportunities).toBe(0);
    expect((await load(acme, part(60, 90), 'nov', 'cur')).opportunities).toBe(1);
    expect(await opportunities(acme)).toEqual([
      {
        ledger_key: 'cur',
        rule_id: 'bill.gateway-without-bytes',
        resource_key: 'arn:aws:ec2:eu-west-1:111122223333:natgateway/nat-0a1',
        verdict: 'fail',
        gross: 36.528,
      },
    ]);
  });

  it('a restated file takes back what the earlier one showed', async () => {
    const used = Array.from({ length: 30 }, (_, index) => line(60 + index, '0.1', 'NatGateway-Bytes', 'nat-0a1'));
    await load(acme, Readable.from([[header, ...quarter('nat-0a1', 60, 90), ...used].join('\n')]), 'nov', 'cur');
    expect(await opportunities(acme)).toEqual([]);
  });

  it('shows one organization nothing of the other’s (CF-19)', async () => {
    await load(umbra, Readable.from([[header, ...quarter('nat-0b2')].join('\n')]), 'theirs');
    expect(await opportunities(acme)).toEqual([]);
    expect(await opportunities(umbra)).toHaveLength(1);
  });

  withSample('finds the unused commitment of the public sample', async () => {
    const text = readFileSync(unused, 'utf8').trimEnd();
    const [names = '', ...rows] = text.split('\n').filter((each) => each.trim() !== '');
    const loaded = await load(acme, Readable.from([[`${names.trim()},BillingCurrency`, ...rows.map((row) => `${row.trim()},USD`)].join('\n')]), 'unused');
    expect(loaded.rowsRejected).toBe(0);
    // Some hours are less than one complete day of a ledger, of which nothing is judged.
    expect(await opportunities(acme)).toEqual([]);
    const shifted = rows.map((row) => `${row.trim().replace(/2023-01-01T0\d:00:00Z,2023-01-01T0\d:00:00Z/, '2023-01-01T00:00:00Z,2023-01-02T00:00:00Z')},USD`);
    await load(acme, Readable.from([[`${names.trim()},BillingCurrency`, ...shifted].join('\n')]), 'unused');
    expect(await opportunities(acme)).toMatchObject([{ rule_id: 'bill.commitment-unused', verdict: 'fail' }]);
  });
});
