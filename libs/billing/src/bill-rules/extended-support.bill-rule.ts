import { stillBilled, type BillRule } from './bill-rule.js';

const meter = /extended[ -]?support|extended security update/i;

/** A surcharge for a version that its maker no longer supports. An upgrade ends it. */
export const extendedSupportBillRule: BillRule = {
  id: 'bill.extended-support',
  title: 'Surcharge for a version in extended support',
  actionGroup: 'modernise',
  effort: 'High',
  looksAt: (name) => meter.test(name),
  judge(thing, window) {
    const meters = thing.meters.filter(({ name }) => meter.test(name));
    if (!stillBilled(meters, window)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      meters,
      share: '1',
      realisable: 'not-committed',
      bound: 'exact',
      formula: 'Σ EffectiveCost of the extended-support meters',
      assumptions: ['The meters are a surcharge on top of the resource, which goes on being billed after the upgrade.'],
    };
  },
};
