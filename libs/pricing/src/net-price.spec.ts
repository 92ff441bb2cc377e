import { describe, expect, it } from '@jest/globals';
import { emptyAgreement, type PriceAgreement } from '@vitrine/contracts';
import { netPrices } from './net-price.js';
import { listCost, type ListPrice } from './list-price.js';
import { priceKeyText, type PriceKey } from './price-key.js';

const key: PriceKey = { cloud: 'aws', service: 'AmazonEC2', region: 'eu-west-1', attributes: { instanceType: 'm5.large' }, quantity: '730', unit: 'Hrs' };
const list: ListPrice = { unitPrice: '0.10', currency: 'USD', unit: 'Hrs', sku: 'SKU1', effectiveDate: '2026-11-01', fetchedAt: '2026-11-22T00:00:00.000Z' };
const discount = (discountPct: string, over: Partial<PriceAgreement['discounts'][number]> = {}): PriceAgreement['discounts'][number] => ({
  cloud: 'aws',
  service: null,
  discountPct,
  from: '2026-01-01',
  to: null,
  ...over,
});
const line = (unitPrice: string, over: Partial<PriceAgreement['prices'][number]> = {}): PriceAgreement['prices'][number] => ({
  cloud: 'aws',
  sku: 'SKU1',
  unit: 'Hrs',
  unitPrice,
  currency: 'USD',
  from: '2026-01-01',
  to: null,
  ...over,
});

function monthly(agreement: Partial<PriceAgreement>, own: string | null = null): [string, string, string | null] {
  const prices = netPrices(new Map([[priceKeyText(key), list]]), [key], { agreement: { ...emptyAgreement, ...agreement }, discount: own, day: '2026-11-22' });
  const reading = listCost([key], prices);
  if (reading.state !== 'read') throw new Error(reading.state);
  return [reading.monthly.toFixed(), reading.reference.source, reading.reference.discountPct ?? null];
}

describe('the net price of what a bill does not know', () => {
  it('CF-28: net_rate = list_rate × (1 − discount_pct), and the reference says the discount', () => {
    expect(monthly({})).toEqual(['73', 'list-price', null]);
    expect(monthly({ discounts: [discount('0.12')] })).toEqual(['64.24', 'list-price', '0.12']);
  });

  it('the service’s discount goes before the cloud’s, and both before the connection’s own', () => {
    const both = [discount('0.1'), discount('0.3', { service: 'AmazonEC2' }), discount('0.9', { service: 'AmazonRDS' }), discount('0.8', { cloud: 'gcp' })];
    expect(monthly({ discounts: both }, '0.05')).toEqual(['51.1', 'list-price', '0.3']);
    expect(monthly({ discounts: [...both].reverse() }, '0.05')).toEqual(['51.1', 'list-price', '0.3']);
    expect(monthly({}, '0.05')).toEqual(['69.35', 'list-price', '0.05']);
  });

  it('the price sheet goes before any discount, which is in it already', () => {
    expect(monthly({ discounts: [discount('0.5')], prices: [line('0.07')] })).toEqual(['51.1', 'price-sheet', null]);
  });

  it('a line holds from its first day up to the day before its last, the later of two that hold', () => {
    expect(monthly({ discounts: [discount('0.5', { to: '2026-11-22' })] })[2]).toBeNull();
    expect(monthly({ discounts: [discount('0.5', { from: '2026-11-23' })] })[2]).toBeNull();
    expect(monthly({ discounts: [discount('0.2', { from: '2026-06-01' }), discount('0.1')] })[2]).toBe('0.2');
  });

  it('another SKU’s, unit’s or cloud’s line is nobody’s price', () => {
    for (const over of [{ sku: 'SKU2' }, { unit: 'Quantity' }, { cloud: 'azure' as const }])
      expect(monthly({ prices: [line('0.01', over)] })[1]).toBe('list-price');
  });
});
