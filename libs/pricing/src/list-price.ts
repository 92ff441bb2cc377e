import type { Decimal } from 'decimal.js';
import { exact, type PriceReference } from '@vitrine/contracts';
import { priceKeyText, type PriceKey } from './price-key.js';

/** One unit price of a provider's list, kept with where and when it was read. */
export interface ListPrice {
  /** Exact decimal text per `unit`. */
  readonly unitPrice: string;
  readonly currency: string;
  readonly unit: string;
  readonly sku: string;
  readonly effectiveDate: string | null;
  readonly fetchedAt: string | null;
  /** Absent: the provider's list. */
  readonly source?: 'list-price' | 'price-sheet';
  /** A negotiated discount that is still to be taken off, decimal text 0 to 1. */
  readonly discountPct?: string;
}

export type ListReading =
  | { readonly state: 'read'; readonly monthly: Decimal; readonly currency: string; readonly reference: PriceReference }
  | { readonly state: 'no-price' }
  | { readonly state: 'mixed-currencies' };

/**
 * LIST: Σ unit price × quantity a month × (1 − discount) (CF-28). One missing price makes the whole unknown,
 * because a sum with a hole reads as a small number.
 */
export function listCost(keys: readonly PriceKey[], prices: ReadonlyMap<string, ListPrice>, discount = '0'): ListReading {
  const found = keys.map((key) => ({ key, price: prices.get(priceKeyText(key)) }));
  const priced = found.flatMap(({ key, price }) => (price === undefined ? [] : [{ key, price }]));
  const [first] = priced;
  if (first === undefined || priced.length < found.length) return { state: 'no-price' };
  if (priced.some(({ price }) => price.currency !== first.price.currency)) return { state: 'mixed-currencies' };
  const list = priced.reduce((total, { key, price }) => total.plus(netRate(price).times(exact(key.quantity))), exact('0'));
  const single = priced.length === 1;
  const discounts = new Set(priced.map(({ price }) => price.discountPct ?? null));
  return {
    state: 'read',
    monthly: list.times(exact('1').minus(exact(discount))),
    currency: first.price.currency,
    reference: {
      // A sum is of the price sheet only where every part of it is.
      source: priced.every(({ price }) => price.source === 'price-sheet') ? 'price-sheet' : 'list-price',
      sku: priced.map(({ price }) => price.sku).join(' + '),
      unitPrice: single ? first.price.unitPrice : null,
      unit: single ? first.price.unit : null,
      currency: first.price.currency,
      effectiveDate: single ? first.price.effectiveDate : null,
      fetchedAt: first.price.fetchedAt,
      ...(discounts.size === 1 && first.price.discountPct !== undefined ? { discountPct: first.price.discountPct } : {}),
    },
  };
}

const netRate = ({ unitPrice, discountPct = '0' }: ListPrice): Decimal => exact(unitPrice).times(exact('1').minus(exact(discountPct)));
