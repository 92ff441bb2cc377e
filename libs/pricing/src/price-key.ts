import type { Cloud } from '@vitrine/contracts';

/**
 * What to look up in a provider's price list and how much of it a month (730 hours, or GB-months) the resource uses.
 * `attributes` are the provider's own filter words (`reference/cost.md` §2.5).
 */
export interface PriceKey {
  readonly cloud: Cloud;
  /** `AmazonEC2`, `Storage`, `6F81-5844-456A`. */
  readonly service: string;
  readonly region: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Units a month, decimal text. */
  readonly quantity: string;
  /** The unit that the list prices: `Hrs`, `GB-Mo`, `1 Hour`, `GiBy.mo`. */
  readonly unit: string;
}

/** Stable text of a key without its quantity, under which a unit price is cached. */
export function priceKeyText(key: PriceKey): string {
  const attributes = Object.entries(key.attributes).sort(([a], [b]) => (a < b ? -1 : 1));
  return [key.cloud, key.service, key.region, key.unit, ...attributes.map(([name, value]) => `${name}=${value}`)].join('|');
}
