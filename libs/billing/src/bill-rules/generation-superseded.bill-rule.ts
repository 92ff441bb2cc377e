import { stillBilled, type BillRule } from './bill-rule.js';

const gp2 = /volumeusage\.gp2\b|general purpose \(ssd\) provisioned storage/i;
const instance =
  /(?:^|[:\s])(?:db\.|cache\.)?(?:t1|t2|m[1-4]|c1|c3|c4|r3|r4|i2|d2|g2|g3|p2|x1)\.(?:nano|micro|small|medium|large|\d*xlarge)\b|(?:^|\/ )(?:ds?\d+ v2|a\d+m? v2|gs?[1-5])(?:$|[ /])|\bn1 predefined instance\b/i;

/** Meters of a generation that its provider has replaced by one that is cheaper for the same work. */
export const generationSupersededBillRule: BillRule = {
  id: 'bill.generation-superseded',
  title: 'Billed by a superseded generation',
  actionGroup: 'modernise',
  effort: 'Medium',
  looksAt: (name) => gp2.test(name) || instance.test(name),
  judge(thing, window) {
    const disks = thing.meters.filter(({ name }) => gp2.test(name));
    if (stillBilled(disks, window))
      return {
        verdict: 'fail',
        meters: disks,
        share: '0.2',
        realisable: 'not-committed',
        bound: 'estimate',
        formula: 'Σ EffectiveCost of gp2 storage × 0.2',
        assumptions: [
          'gp3 storage is listed at a fifth less than gp2. A volume that needs more than 3,000 IOPS or 125 MB/s pays for the rest, so the saving may be smaller.',
        ],
      };
    const machines = thing.meters.filter(({ name }) => instance.test(name));
    if (!stillBilled(machines, window)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      meters: machines,
      share: null,
      realisable: 'not-committed',
      bound: 'estimate',
      formula: 'a cheaper successor exists; its price for this customer is not on the bill',
      assumptions: ['The saving is not known from a bill alone, so none is claimed.'],
    };
  },
};
