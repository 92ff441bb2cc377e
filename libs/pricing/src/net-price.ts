import type { PriceAgreement } from '@vitrine/contracts';
import type { ListPrice } from './list-price.js';
import { priceKeyText, type PriceKey } from './price-key.js';

/** What stands between a provider's list and what an organization pays. */
export interface PriceTerms {
  readonly agreement: PriceAgreement;
  /** A discount of the connection's own settings; holds where the agreement has none for the service or the cloud. */
  readonly discount: string | null;
  /** UTC day on which prices are asked for, `2026-11-22`. */
  readonly day: string;
}

interface Dated {
  readonly from: string;
  readonly to: string | null;
}

const holds = ({ from, to }: Dated, day: string): boolean => from <= day && (to === null || day < to);
const newest = <T extends Dated>(fitting: readonly T[]): T | undefined => [...fitting].sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0))[0];

/**
 * Puts the organization's own price in the place of the list's: its price sheet where it has the SKU in that unit, else the list price with the
 * negotiated discount, `net_rate = list_rate × (1 − discount_pct)` (CF-28). The price says which of them it is. The order of lines never matters:
 * the service goes before the cloud, then the later date.
 */
export function netPrices(prices: ReadonlyMap<string, ListPrice>, keys: readonly PriceKey[], terms: PriceTerms): ReadonlyMap<string, ListPrice> {
  const net = new Map(prices);
  for (const key of keys) {
    const text = priceKeyText(key);
    const price = prices.get(text);
    if (price !== undefined) net.set(text, netPrice(key, price, terms));
  }
  return net;
}

function netPrice({ cloud, service }: PriceKey, price: ListPrice, { agreement, discount, day }: PriceTerms): ListPrice {
  const line = newest(agreement.prices.filter((each) => each.cloud === cloud && each.sku === price.sku && each.unit === price.unit && holds(each, day)));
  if (line !== undefined) {
    const { unitPrice, currency, from } = line;
    return { ...price, unitPrice, currency, effectiveDate: from, fetchedAt: null, source: 'price-sheet' };
  }
  const fitting = agreement.discounts.filter((each) => each.cloud === cloud && holds(each, day));
  const agreed = newest(fitting.filter((each) => each.service === service)) ?? newest(fitting.filter((each) => each.service === null));
  const pct = agreed?.discountPct ?? discount;
  return pct === null ? price : { ...price, discountPct: pct };
}
