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
  /** Hygiene: no money, never in totals (CF-45). */
  | { readonly kind: 'none' };

/** The canonical ids whose bill rows price this claim; `own` is the judged resource. */
export function claimedResources(claim: CostClaim, own: string): readonly string[] {
  switch (claim.kind) {
    case 'whole':
      return claim.resources ?? [own];
    case 'meters':
      return [own];
    case 'none':
      return [];
  }
}
