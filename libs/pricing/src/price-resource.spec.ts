import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact } from '@vitrine/contracts';
import {
  type BilledResource,
  type BillRow,
  type CostClaim,
  type ListPrice,
  type PriceInput,
  neededPrices,
  type PriceKey,
  priceKeyText,
  priceResource,
} from './index.js';

const key = (region: string, quantity: string): PriceKey => ({
  cloud: 'aws',
  service: 'AmazonEC2',
  region,
  attributes: { volumeApiName: 'gp3' },
  quantity,
  unit: 'GB-Mo',
});
const price = (unitPrice: string, currency = 'USD'): ListPrice => ({
  unitPrice,
  currency,
  unit: 'GB-Mo',
  sku: 'JG3KUJMBRGHV3N8G',
  effectiveDate: '2026-11-01',
  fetchedAt: '2026-11-22T00:00:00Z',
});
const row = (day: string, effectiveCost: string, more: Partial<BillRow> = {}): BillRow => ({
  day,
  chargeCategory: 'Usage',
  pricingCategory: 'Standard',
  effectiveCost,
  currency: 'USD',
  meter: 'EBS:VolumeUsage.gp3',
  ...more,
});
const bill = (...rows: BillRow[]): BilledResource => ({ canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-1', rows });
const whole: CostClaim = { kind: 'whole', list: [key('eu-central-1', '100')] };
const priced = (more: Partial<PriceInput>) => priceResource({ claim: whole, bills: [], prices: new Map(), basis: 'state', ...more });
const listed = (unitPrice: string, currency?: string) => new Map([[priceKeyText(key('eu-central-1', '1')), price(unitPrice, currency)]]);

const dayNumber = fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`);
const amount = fc.integer({ min: 0, max: 10_000_000 }).map((micros) => exact(micros).dividedBy(1_000_000).toFixed());
const anyRow = fc
  .record({ day: dayNumber, effectiveCost: amount, committed: fc.boolean(), meter: fc.constantFrom('BoxUsage:m5.large', 'DataTransfer-Out-Bytes') })
  .map((each) => row(each.day, each.effectiveCost, { pricingCategory: each.committed ? 'Committed' : 'Standard', meter: each.meter }));

describe('priceResource: the bill comes first', () => {
  it('divides Σ EffectiveCost by the billed days, not by 30, and takes a month for 30.44 days', () => {
    const { saving, confidence } = priced({
      bills: [bill(...Array.from({ length: 10 }, (_, day) => row(`2026-11-${String(day + 1).padStart(2, '0')}`, '0.10')))],
    });
    expect(saving).toMatchObject({
      method: 'BILLED',
      currency: 'USD',
      costNowMonthly: '3.044',
      savingGrossMonthly: '3.044',
      savingRealisableMonthly: '3.044',
      bound: 'exact',
    });
    expect(saving.price).toMatchObject({ source: 'bill', effectiveDate: '2026-11-10' });
    expect(confidence).toBe('high');
  });

  it('leaves what is priced as Committed out of the realisable saving, because a freed commitment saves only if re-used (cost.md §2.6, 3)', () => {
    const { saving } = priced({ bills: [bill(row('2026-11-01', '1'), row('2026-11-01', '2', { pricingCategory: 'Committed' }))] });
    expect(saving).toMatchObject({ savingGrossMonthly: '91.32', savingRealisableMonthly: '30.44' });
    expect(priced({ bills: [bill(row('2026-11-01', '2', { pricingCategory: 'Committed' }))] }).saving).toMatchObject({
      savingGrossMonthly: '60.88',
      savingRealisableMonthly: '0',
    });
  });

  it('counts usage only: a purchase, a tax or a credit does not go away with the resource', () => {
    const { saving } = priced({
      bills: [bill(row('2026-11-01', '1'), row('2026-11-01', '500', { chargeCategory: 'Purchase' }), row('2026-11-02', '-9', { chargeCategory: 'Credit' }))],
    });
    expect(saving.costNowMonthly).toBe('30.44');
  });

  it('prices only the removable meters as PART and divides them by the days of the whole resource', () => {
    const claim: CostClaim = { kind: 'meters', meters: ['boxusage'], list: [] };
    const bills = [bill(row('2026-11-01', '3', { meter: 'BoxUsage:m5.large' }), row('2026-11-02', '1', { meter: 'EBS:VolumeUsage.gp3' }))];
    expect(priced({ claim, bills }).saving).toMatchObject({ method: 'PART', costNowMonthly: '60.88', savingGrossMonthly: '45.66' });
  });

  it('adds the run rates of several claimed resources, each over its own billed days', () => {
    const claim: CostClaim = { kind: 'whole', list: [], resources: ['a', 'b'] };
    expect(priced({ claim, bills: [bill(row('2026-11-01', '1')), bill(row('2026-11-01', '1'), row('2026-11-02', '1'))] }).saving).toMatchObject({
      savingGrossMonthly: '60.88',
      bound: 'exact',
    });
  });

  it('is less sure of a number from few billed days (CF-43)', () => {
    expect(priced({ bills: [bill(row('2026-11-01', '1'))] }).confidence).toBe('medium');
    expect(priced({ bills: [bill(row('2026-11-01', '1'))], basis: 'metrics' }).confidence).toBe('low');
  });

  it('never shows a negative saving for a resource that was credited more than it cost', () => {
    expect(priced({ bills: [bill(row('2026-11-01', '-4'))] }).saving).toMatchObject({
      costNowMonthly: '-121.76',
      savingGrossMonthly: '0',
      savingRealisableMonthly: '0',
    });
  });
});

describe('priceResource: the list only where no bill row matches', () => {
  it('multiplies unit price by quantity, keeps the reference and takes the organization’s discount off (CF-28, CF-29)', () => {
    const { saving, confidence } = priced({ prices: listed('0.08') });
    expect(saving).toMatchObject({ method: 'LIST', costNowMonthly: '8', savingGrossMonthly: '8', savingRealisableMonthly: '8', bound: 'estimate' });
    expect(saving.price).toMatchObject({ source: 'list-price', sku: 'JG3KUJMBRGHV3N8G', unitPrice: '0.08', unit: 'GB-Mo' });
    expect(confidence).toBe('low');
    expect(priced({ prices: listed('0.08'), discount: '0.25' }).saving.savingGrossMonthly).toBe('6');
  });

  it('keeps the rule’s word that a full snapshot size is only an upper bound', () => {
    expect(priced({ prices: listed('0.05'), bound: 'upper_bound' }).saving.bound).toBe('upper_bound');
  });

  it('asks the bill, not the list, where both know the resource', () => {
    expect(priced({ prices: listed('99'), bills: [bill(row('2026-11-01', '1'))] }).saving.method).toBe('BILLED');
  });
});

describe('priceResource: unknown is null, never 0 (cost.md §2.6, 9)', () => {
  const nothing = { method: null, currency: null, costNowMonthly: null, savingGrossMonthly: null, savingRealisableMonthly: null };

  it('does not know a resource that neither the bill nor the list has', () => {
    expect(priced({})).toMatchObject({ unpriced: 'no-price', confidence: 'low', saving: nothing });
  });

  it('does not know a sum with a hole: one missing unit price makes the whole unknown', () => {
    const claim: CostClaim = { kind: 'whole', list: [key('eu-central-1', '100'), key('us-east-1', '1')] };
    expect(priced({ claim, prices: listed('0.08') })).toMatchObject({ unpriced: 'no-price', saving: nothing });
  });

  it('does not know the sum of several resources when the bill has only some of them', () => {
    const claim: CostClaim = { kind: 'whole', list: [], resources: ['a', 'b'] };
    expect(priced({ claim, bills: [bill(row('2026-11-01', '1'))] })).toMatchObject({ unpriced: 'partly-billed', saving: nothing });
  });

  it('never mixes currencies, whether within a bill, between bills or between list prices', () => {
    const mixed = { unpriced: 'mixed-currencies', saving: nothing };
    expect(priced({ bills: [bill(row('2026-11-01', '1'), row('2026-11-01', '1', { currency: 'EUR' }))] })).toMatchObject(mixed);
    const claim: CostClaim = { kind: 'whole', list: [key('eu-central-1', '1'), key('us-east-1', '1')], resources: ['a', 'b'] };
    expect(priced({ claim, bills: [bill(row('2026-11-01', '1')), bill(row('2026-11-01', '1', { currency: 'EUR' }))] })).toMatchObject(mixed);
    const prices = new Map([...listed('1'), [priceKeyText(key('us-east-1', '1')), price('1', 'EUR')] as const]);
    expect(priced({ claim, prices })).toMatchObject(mixed);
  });

  it('gives hygiene findings no money at all (CF-45), even where the bill has some', () => {
    expect(priced({ claim: { kind: 'none' }, bills: [bill(row('2026-11-01', '1'))] })).toMatchObject({
      unpriced: 'hygiene',
      confidence: 'high',
      saving: nothing,
    });
  });

  it('does not call a part 0 when no meter of the bill matches', () => {
    expect(priced({ claim: { kind: 'meters', meters: ['BoxUsage'], list: [] }, bills: [bill(row('2026-11-01', '1'))] })).toMatchObject({
      unpriced: 'no-price',
      saving: nothing,
    });
  });
});

describe('priceResource: a part that no bill shows', () => {
  const dear = key('eu-central-1', '100');
  const cheap: PriceKey = { ...dear, attributes: { volumeApiName: 'gp3-next' } };
  const prices = new Map([
    [priceKeyText(dear), price('0.1')],
    [priceKeyText(cheap), price('0.08')],
  ]);
  const ratio: CostClaim = { kind: 'ratio', list: [dear], target: [cheap] };

  it('takes a share of the meters it names, and says that this is an estimate', () => {
    const claim: CostClaim = { kind: 'share', share: '0.75', meters: ['TimedStorage'], list: [] };
    const bills = [bill(row('2026-11-01', '4', { meter: 'EU-TimedStorage-ByteHrs' }), row('2026-11-01', '9', { meter: 'EU-DataProcessing-Bytes' }))];
    const { saving, confidence } = priced({ claim, bills });
    expect(saving).toMatchObject({ method: 'PART', bound: 'estimate', costNowMonthly: '395.72', savingGrossMonthly: '91.32' });
    expect(confidence).not.toBe('high');
  });

  it('turns two list prices into a share of the real bill, so that a discount carries over (RATIO)', () => {
    const { saving } = priced({ claim: ratio, bills: [bill(row('2026-11-01', '5'))], prices });
    expect(saving).toMatchObject({ method: 'RATIO', bound: 'estimate', costNowMonthly: '152.2', savingGrossMonthly: '30.44' });
  });

  it('saves the difference of the list prices where the bill knows nothing', () => {
    expect(priced({ claim: ratio, prices }).saving).toMatchObject({ method: 'LIST', costNowMonthly: '10', savingGrossMonthly: '2' });
  });

  it('is unknown, never 0, where either list price is missing, and 0, never negative, where the other form is dearer', () => {
    const oneOnly = new Map([[priceKeyText(dear), price('0.1')]]);
    expect(priced({ claim: ratio, bills: [bill(row('2026-11-01', '5'))], prices: oneOnly })).toMatchObject({
      unpriced: 'no-price',
      saving: { savingGrossMonthly: null },
    });
    const dearer: CostClaim = { kind: 'ratio', list: [cheap], target: [dear] };
    expect(priced({ claim: dearer, bills: [bill(row('2026-11-01', '5'))], prices }).saving.savingGrossMonthly).toBe('0');
  });

  it('asks for list prices only where the bill does not answer alone', () => {
    expect(neededPrices(whole, true)).toEqual([]);
    expect(neededPrices(whole, false)).toHaveLength(1);
    expect(neededPrices(ratio, true)).toEqual([dear, cheap]);
    expect(neededPrices({ kind: 'share', share: '0.5', meters: null, list: [dear] }, true)).toEqual([]);
    expect(neededPrices({ kind: 'share', share: '0.5', meters: ['TimedStorage'], list: [dear] }, true)).toEqual([dear]);
    expect(neededPrices({ kind: 'none' }, false)).toEqual([]);
  });
});

describe('priceResource: properties', () => {
  it('gives the same money in whatever order the rows and pages came', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 60 }), fc.infiniteStream(fc.nat()), (rows, seed) => {
        const shuffled = rows.map((each) => ({ each, at: seed.next().value })).sort((a, b) => a.at - b.at);
        expect(priced({ bills: [bill(...shuffled.map(({ each }) => each))] })).toEqual(priced({ bills: [bill(...rows)] }));
      }),
      { numRuns: 100 },
    );
  });

  it('never claims more than the resource costs, nor realises more than it claims', () => {
    fc.assert(
      fc.property(
        fc.array(anyRow, { minLength: 1, maxLength: 60 }),
        fc.constantFrom<CostClaim>(
          whole,
          { kind: 'meters', meters: ['BoxUsage'], list: [] },
          { kind: 'share', share: '0.3', meters: ['BoxUsage'], list: [] },
          { kind: 'share', share: '1', meters: null, list: [] },
        ),
        (rows, claim) => {
          const { saving } = priced({ claim, bills: [bill(...rows)] });
          if (saving.costNowMonthly === null || saving.savingGrossMonthly === null || saving.savingRealisableMonthly === null) return;
          expect(exact(saving.savingGrossMonthly).lte(exact(saving.costNowMonthly))).toBe(true);
          expect(exact(saving.savingRealisableMonthly).lte(exact(saving.savingGrossMonthly))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('never raises the realisable saving when usage moves under a commitment', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 40 }), fc.nat(), (rows, at) => {
        const moved = rows.map((each, index) => (index === at % rows.length ? { ...each, pricingCategory: 'Committed' as const } : each));
        const [before, after] = [rows, moved].map((each) => exact(priced({ bills: [bill(...each)] }).saving.savingRealisableMonthly ?? 'NaN'));
        expect(before !== undefined && after?.lte(before)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('is exact to the last digit where binary floats are not', () => {
    const rows = Array.from({ length: 30 }, (_, day) => row(`2026-11-${String(day + 1).padStart(2, '0')}`, '0.1'));
    expect(priced({ bills: [bill(...rows)] }).saving.savingGrossMonthly).toBe('3.044');
    expect(priced({ bills: [bill(row('2026-11-01', '12345678901234.000000000000000001'))] }).saving.savingGrossMonthly).toBe(
      '375802465753562.96000000000000003',
    );
  });
});
