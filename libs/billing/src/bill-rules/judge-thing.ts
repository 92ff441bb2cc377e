import { decimalText, exact, unreachable } from '@vitrine/contracts';
import type { BillEvidence, BillOpportunity } from './bill-opportunity.js';
import type { BilledMeter, BilledThing, BillRule, BillVerdict, BillWindow } from './bill-rule.js';
import { daysPerMonth, isoDay, runRateDays } from './run-rate.js';

/** null where it passes. A run rate is over the days that the ledger covers, not over the thing's own: a new thing is not taken for an old one. */
export function judgeThing(rule: BillRule, thing: BilledThing, window: BillWindow): BillOpportunity | null {
  const verdict = rule.judge(thing, window);
  const days = Math.min(runRateDays, window.end - window.start);
  const evidence = (formula: string, meters: readonly BilledMeter[], method: BillEvidence['method'], assumptions: readonly string[]): BillEvidence => ({
    window: { start: isoDay(window.start), end: isoDay(window.end) },
    billedDays: days,
    method,
    source: 'bill',
    meters: [...new Set(meters.map(({ name }) => name))].slice(0, 20),
    formula,
    assumptions,
  });
  switch (verdict.verdict) {
    case 'pass':
      return null;
    case 'undetermined':
      return {
        ruleId: rule.id,
        thing,
        verdict: 'undetermined',
        reason: verdict.reason,
        ...unknownMoney,
        evidence: evidence(`not judged: ${verdict.reason}`, thing.meters, null, []),
      };
    case 'fail': {
      const method = verdict.share === '1' ? 'BILLED' : 'PART';
      return {
        ruleId: rule.id,
        thing,
        verdict: 'fail',
        reason: null,
        ...moneyOf(verdict, days),
        evidence: evidence(verdict.formula, verdict.meters, method, verdict.assumptions),
      };
    }
    default:
      return unreachable(verdict);
  }
}

type Money = Pick<BillOpportunity, 'costNowMonthly' | 'savingGrossMonthly' | 'savingRealisableMonthly' | 'bound'>;
const unknownMoney: Money = { costNowMonthly: null, savingGrossMonthly: null, savingRealisableMonthly: null, bound: null };

function moneyOf({ meters, share, realisable, bound }: Extract<BillVerdict, { verdict: 'fail' }>, days: number): Money {
  const sum = (member: 'cost' | 'committedCost') => meters.reduce((total, meter) => total.plus(exact(meter[member])), exact('0'));
  const monthly = (amount: ReturnType<typeof exact>) => (amount.isNegative() ? exact('0') : amount.times(daysPerMonth).dividedBy(days));
  const cost = sum('cost');
  const costNowMonthly = decimalText(monthly(cost));
  if (share === null) return { ...unknownMoney, costNowMonthly };
  return {
    costNowMonthly,
    savingGrossMonthly: decimalText(monthly(cost.times(share))),
    savingRealisableMonthly: realisable === 'none' ? '0' : decimalText(monthly(cost.minus(sum('committedCost')).times(share))),
    bound,
  };
}
