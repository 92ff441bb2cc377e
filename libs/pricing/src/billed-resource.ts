import type { Decimal } from 'decimal.js';
import { decimalText, exact } from '@vitrine/contracts';

/** One day of one charge of one resource, as FOCUS names it. */
export interface BillRow {
  /** UTC day, `2026-11-21`; a longer charge period is spread over its days before it comes here. */
  readonly day: string;
  readonly chargeCategory: 'Usage' | 'Purchase' | 'Tax' | 'Credit' | 'Adjustment';
  /** FOCUS PricingCategory; null where the bill does not say. */
  readonly pricingCategory: 'Standard' | 'Committed' | 'Dynamic' | 'Other' | null;
  /** Exact decimal text. */
  readonly effectiveCost: string;
  /** ISO 4217. */
  readonly currency: string;
  /** FOCUS SkuMeter, else ChargeDescription; null where the bill does not say. */
  readonly meter: string | null;
}

/** What the bill says about one resource over the last ≤ 30 complete days. No rows is the same as "not in the bill". */
export interface BilledResource {
  readonly canonicalId: string;
  readonly rows: readonly BillRow[];
}

/** Mean days of a month: 365.25 ÷ 12 to two places, the factor that the anchors use (`reference/cost.md` §2.0). */
export const daysPerMonth = '30.44';

/** Money per month of 30.44 days, unrounded until text. */
export interface RunRate {
  readonly total: Decimal;
  /** The part of `claimed` that is priced as `Committed`. */
  readonly committed: Decimal;
  /** The part that the claim takes away. */
  readonly claimed: Decimal;
  readonly claimedRows: number;
  readonly billedDays: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly currency: string;
}

export type RunRateReading = { readonly state: 'read'; readonly rate: RunRate } | { readonly state: 'not-in-bill' } | { readonly state: 'mixed-currencies' };

const sum = (rows: readonly BillRow[]): Decimal => rows.reduce((total, row) => total.plus(exact(row.effectiveCost)), exact('0'));

/**
 * BILLED: Σ EffectiveCost of usage rows ÷ days on which the resource was billed × 30.44. Purchases, taxes and credits
 * are left out: they do not go away with the resource. A part (`claims`) is divided by the *resource's* days,
 * so that a meter that ran on one day of thirty is not taken for a daily one.
 */
export function runRate(bill: BilledResource, claims: (row: BillRow) => boolean): RunRateReading {
  const rows = bill.rows.filter((row) => row.chargeCategory === 'Usage');
  const [first] = rows;
  if (first === undefined) return { state: 'not-in-bill' };
  if (rows.some((row) => row.currency !== first.currency)) return { state: 'mixed-currencies' };
  const days = new Set(rows.map((row) => row.day));
  const monthly = (amount: Decimal): Decimal => amount.times(daysPerMonth).dividedBy(days.size);
  const claimed = rows.filter(claims);
  return {
    state: 'read',
    rate: {
      total: monthly(sum(rows)),
      claimed: monthly(sum(claimed)),
      committed: monthly(sum(claimed.filter((row) => row.pricingCategory === 'Committed'))),
      claimedRows: claimed.length,
      billedDays: days.size,
      firstDay: [...days].reduce((a, b) => (a < b ? a : b)),
      lastDay: [...days].reduce((a, b) => (a > b ? a : b)),
      currency: first.currency,
    },
  };
}

/** Decimal text of an amount that can be claimed: a resource that earned credits more than it cost saves nothing. */
export function claimText(amount: Decimal): string {
  return decimalText(amount.isNegative() ? exact('0') : amount);
}
