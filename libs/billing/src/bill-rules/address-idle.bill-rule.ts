import { stillBilled, type BillRule } from './bill-rule.js';

const meter = /elasticip:idleaddress|publicipv4:idleaddress|idle public ipv4|elastic ip address not attached|static ip charge(?! on)/i;

/** Providers bill an address that nothing uses by a meter of its own. */
export const addressIdleBillRule: BillRule = {
  id: 'bill.address-idle',
  title: 'Public address billed as idle',
  actionGroup: 'terminate',
  effort: 'VeryLow',
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
      formula: 'Σ EffectiveCost of the idle-address meters',
      assumptions: ['An address that others allow-list by number is worth keeping: ask the owner.'],
    };
  },
};
