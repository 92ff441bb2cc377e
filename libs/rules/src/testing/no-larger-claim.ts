import type { CostClaim } from '@vitrine/pricing';

/** Whether `after` claims the same as `before`, or a smaller share of the same; key order is that of one rule's source. */
export function isNoLargerClaim(before: CostClaim, after: CostClaim): boolean {
  if (before.kind !== 'share' || after.kind !== 'share') return JSON.stringify(after) === JSON.stringify(before);
  return Number(after.share) <= Number(before.share) && JSON.stringify({ ...after, share: '' }) === JSON.stringify({ ...before, share: '' });
}
