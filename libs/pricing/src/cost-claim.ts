import type { PriceKey } from './price-key.js';

/** What part of a resource's bill goes away when the remedy is done. A rule states it; only this package turns it into money. */
export type CostClaim =
  | {
      readonly kind: 'whole';
      readonly list: readonly PriceKey[];
      /**
       * Canonical ids whose bills are claimed in place of the judged resource's own: the volumes of a stopped instance,
       * which itself is billed nothing. Absent: the judged resource.
       */
      readonly resources?: readonly string[];
    }
  /** Only bill rows whose SkuMeter or ChargeDescription contains one of these (letter case is ignored). */
  | { readonly kind: 'meters'; readonly meters: readonly string[]; readonly list: readonly PriceKey[] }
  /**
   * A part of what is billed: `share` is decimal text of 0 to 1, of the rows of these meters, or of all where `meters` is null.
   * An estimate by nature, since the bill does not show the part.
   */
  | { readonly kind: 'share'; readonly share: string; readonly meters: readonly string[] | null; readonly list: readonly PriceKey[] }
  /**
   * A cheaper form of the same resource: the bill × (1 − list price of `target` ÷ list price of `list`, which is what it is now).
   * With `meters` only their rows become cheaper: storage and licences of a database do not shrink with its machine.
   */
  | { readonly kind: 'ratio'; readonly list: readonly PriceKey[]; readonly target: readonly PriceKey[]; readonly meters?: readonly string[] }
  /**
   * The provider's own estimate for what it advises, in its own words: `costNow` and `saving` a month, decimal text or null where it
   * says none. Our own finding of the same resource and action counts in its place (`compete`), so it is never added on top.
   */
  | { readonly kind: 'provider'; readonly costNow: string | null; readonly saving: string | null; readonly currency: string | null }
  /** Hygiene: no money, never in totals (CF-45). */
  | { readonly kind: 'none' };

/** The canonical ids whose bill rows price this claim; `own` is the judged resource. */
export function claimedResources(claim: CostClaim, own: string): readonly string[] {
  switch (claim.kind) {
    case 'whole':
      return claim.resources ?? [own];
    case 'meters':
    case 'share':
    case 'ratio':
      return [own];
    case 'provider':
    case 'none':
      return [];
  }
}

/**
 * The list prices that this claim needs: none where the bill answers alone. `billed`: the bill has rows of a claimed resource.
 * A part may have no matching meter though the resource is billed, so its list is asked for as well; a ratio needs both forms' always.
 */
export function neededPrices(claim: CostClaim, billed: boolean): readonly PriceKey[] {
  switch (claim.kind) {
    case 'whole':
      return billed ? [] : claim.list;
    case 'share':
      return billed && claim.meters === null ? [] : claim.list;
    case 'meters':
      return claim.list;
    case 'ratio':
      return [...claim.list, ...claim.target];
    case 'provider':
    case 'none':
      return [];
  }
}
