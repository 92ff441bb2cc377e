import type { BillRule } from './bill-rule.js';
import { stillBilled } from './bill-rule.js';

/** FOCUS says it itself: CommitmentDiscountStatus Unused is money for hours that nothing used. */
export const commitmentUnusedBillRule: BillRule = {
  id: 'bill.commitment-unused',
  title: 'Commitment paid for and not used',
  actionGroup: 'commit',
  effort: 'Medium',
  looksAt: () => false,
  judge(thing, window) {
    const meters = thing.meters.filter(({ unusedCommitment }) => unusedCommitment);
    if (!stillBilled(meters, window)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      meters,
      share: '1',
      realisable: 'none',
      bound: 'exact',
      formula: 'Σ EffectiveCost of rows with CommitmentDiscountStatus = Unused',
      assumptions: ['The commitment is paid until it ends. Money comes back only where other usage moves under it, or where it is exchanged or sold.'],
    };
  },
};
