import { describe, expect, it } from '@jest/globals';
import { type BillRow, type CostClaim, type ListPrice, type PriceKey, priceKeyText, priceResource } from './index.js';

const key = (instanceType: string): PriceKey => ({
  cloud: 'aws',
  service: 'AmazonRDS',
  region: 'eu-central-1',
  attributes: { instanceType },
  quantity: '730',
  unit: 'Hrs',
});
const price = (unitPrice: string): ListPrice => ({
  unitPrice,
  currency: 'USD',
  unit: 'Hrs',
  sku: 'X',
  effectiveDate: '2026-11-01',
  fetchedAt: '2026-11-22T00:00:00Z',
});
const prices = new Map([
  [priceKeyText(key('db.m5.xlarge')), price('0.4')],
  [priceKeyText(key('db.m5.large')), price('0.2')],
]);
const claim: CostClaim = { kind: 'ratio', list: [key('db.m5.xlarge')], target: [key('db.m5.large')], meters: ['InstanceUsage'] };
const row = (meter: string | null, effectiveCost: string): BillRow => ({
  day: '2026-11-01',
  chargeCategory: 'Usage',
  pricingCategory: 'Standard',
  effectiveCost,
  currency: 'USD',
  meter,
});
const priced = (rows: readonly BillRow[]): ReturnType<typeof priceResource> =>
  priceResource({ claim, bills: [{ canonicalId: 'db', rows }], prices, basis: 'metrics' });

describe('a cheaper form of which only some meters become cheaper', () => {
  it('leaves storage and backups out of the saving, not out of what the resource costs', () => {
    const { saving } = priced([row('EU-InstanceUsage:db.m5.xlarge', '10'), row('EU-RDS:GP3-Storage', '6')]);
    expect(saving).toMatchObject({ method: 'RATIO', savingGrossMonthly: '152.2', costNowMonthly: '487.04' });
  });

  it('is priced by the list where the bill tells no meters apart, since the whole bill would be too much', () => {
    const { saving } = priced([row(null, '16')]);
    expect(saving).toMatchObject({ method: 'LIST', savingGrossMonthly: '146' });
  });
});
