import { decimalText, exact } from '@vitrine/contracts';
import type { BillOpportunity } from './bill-opportunity.js';
import type { BillWindow } from './bill-rule.js';
import type { CommitmentRule } from './commitment-rules.js';
import { daysPerMonth, isoDay } from './run-rate.js';

/** What one account's usage that a rule covers comes to over the last days of its ledger. Amounts are exact decimal text. */
export interface CommittableUsage {
  readonly provider: string | null;
  readonly accountId: string;
  readonly currency: string;
  /** Whether every row is of an hour at most; else days are all that is known. */
  readonly hourly: boolean;
  /** Hours or days looked at, those without usage too. */
  readonly moments: number;
  /** On-demand cost without waste that is reached in `reachedShare` of all moments. */
  readonly level: string;
  /** Σ over all moments of what a commitment of that level would have taken. */
  readonly taken: string;
  /** Σ on-demand cost, waste with it; Σ cost that is committed already; Σ cost of which the bill does not say how it was priced. */
  readonly onDemand: string;
  readonly committed: string;
  readonly unsaid: string;
  /** Of the on-demand cost, that of resources with an open finding of waste. */
  readonly waste: string;
  readonly wasteResources: number;
  /** What the same committed usage would have cost by the list; null where the bill does not say it of all. */
  readonly committedList: string | null;
  readonly meters: readonly string[];
}

/** Of all moments the commitment is used up in so many: the rest is paid for nothing, which is what the break-even weighs. */
export const reachedShare = '0.9';
/** The last days that are looked at; fewer do not show a month's rhythm. */
export const commitmentDays = 30;
/** Less on-demand than this share of all is the usual rest above commitments (`reference/cost.md` §2.1, 1). */
const leastOnDemandShare = '0.3';
/** A month, in the bill's currency: below, a commitment is not worth its promise. */
const leastMonthly = '50';

const share = (value: ReturnType<typeof exact>): string => decimalText(value.toDecimalPlaces(4));

/** null where there is nothing to commit to, or little. Never a saving: what one or three years cost is on no bill. */
export function judgeCommitment(rule: CommitmentRule, usage: CommittableUsage, window: Pick<BillWindow, 'start' | 'end'>): BillOpportunity | null {
  const { accountId, currency, provider, moments, hourly } = usage;
  const onDemand = exact(usage.onDemand);
  const days = Math.min(commitmentDays, window.end - window.start);
  const thing = { key: `commitment/${accountId}`, provider, accountId, region: null, serviceName: null, currency, meters: [] };
  const base = { ruleId: rule.id, thing, savingGrossMonthly: null, savingRealisableMonthly: null, bound: null };
  const evidence = (formula: string, assumptions: readonly string[]): BillOpportunity['evidence'] => ({
    ...{ window: { start: isoDay(window.end - days), end: isoDay(window.end) }, billedDays: days, method: null, source: 'bill' },
    ...{ meters: usage.meters.slice(0, 20), formula, assumptions },
  });
  const undetermined = (reason: string): BillOpportunity => {
    return { ...base, verdict: 'undetermined', reason, costNowMonthly: null, evidence: evidence(`not judged: ${reason}`, []) };
  };
  const most = onDemand.plus(usage.unsaid).times(daysPerMonth).dividedBy(days);
  if (most.lt(leastMonthly)) return null;
  // Usage whose price is not named may be committed already: advice on it would sell it twice.
  if (exact(usage.unsaid).gt(0)) return undetermined('pricing-not-told');
  const all = onDemand.plus(usage.committed);
  if (all.lte(0) || onDemand.lte(all.times(leastOnDemandShare))) return null;
  if (days < commitmentDays) return undetermined('window-too-short');
  const level = exact(usage.level);
  const perHour = hourly ? level : level.dividedBy(24);
  const monthly = perHour.times(24).times(daysPerMonth);
  if (monthly.lt(leastMonthly)) return null;
  const used = exact(usage.taken).dividedBy(level.times(moments));
  const breakEven = exact('1').minus(used);
  const unit = hourly ? 'hours' : 'days';
  const committedList = usage.committedList === null ? null : exact(usage.committedList);
  return {
    ...base,
    verdict: 'fail',
    reason: null,
    costNowMonthly: decimalText(monthly),
    evidence: {
      ...evidence(`on-demand cost without waste that ${reachedShare} of ${String(moments)} ${unit} reach, an hour × 24 × ${daysPerMonth}`, [
        'What a commitment of one or three years costs is not on the bill, so no saving is claimed; it saves once its discount is above the break-even.',
        `Usage of ${String(usage.wasteResources)} resources with an open finding of waste is left out, whole: what remains of them once they are smaller may be committed to later.`,
        'The coming months are like the last. A commitment is paid whether it is used or not.',
        ...(hourly ? [] : ['The bill knows days only: hours within a day are taken to be alike, so where machines rest at night less would have been used.']),
        'An account’s own level is safe beside those of others that share a commitment: together they use at least what each uses alone.',
      ]),
      commitment: {
        granularity: hourly ? 'hour' : 'day',
        moments,
        reachedShare,
        commitPerHour: decimalText(perHour),
        usedShare: share(used),
        breakEvenDiscount: share(breakEven),
        wasteMonthly: decimalText(exact(usage.waste).times(daysPerMonth).dividedBy(days)),
        wasteResources: usage.wasteResources,
        ownDiscount: committedList === null || committedList.lte(0) ? null : share(exact('1').minus(exact(usage.committed).dividedBy(committedList))),
        offers: [
          { term: '1y', payment: 'no-upfront', discount: null },
          { term: '3y', payment: 'no-upfront', discount: null },
        ],
      },
    },
  };
}
