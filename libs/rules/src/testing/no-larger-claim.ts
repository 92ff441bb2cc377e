import { exact } from '@vitrine/contracts';
import type { CostClaim } from '@vitrine/pricing';

/** Whether `after` claims the same as `before`, a smaller share of it, or less of the same things; key order is that of one rule's source. */
export function isNoLargerClaim(before: CostClaim, after: CostClaim): boolean {
  if (before.kind !== 'share' || after.kind !== 'share') return JSON.stringify(after) === JSON.stringify(before);
  if (Number(after.share) > Number(before.share) || shapeOf(after) !== shapeOf(before)) return false;
  return after.list.every(({ quantity }, index) => exact(quantity).lte(exact(before.list[index]?.quantity ?? '0')));
}

/** What is claimed, without how much of it. */
const shapeOf = (claim: Extract<CostClaim, { kind: 'share' }>): string =>
  JSON.stringify({ ...claim, share: '', list: claim.list.map((key) => ({ ...key, quantity: '' })) });
