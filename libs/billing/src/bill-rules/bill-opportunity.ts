import type { BilledThing } from './bill-rule.js';

/** What one rule says of one thing in the bill, with its money a month of 30.44 days; unknown is null. */
export interface BillOpportunity {
  readonly ruleId: string;
  readonly thing: BilledThing;
  readonly verdict: 'fail' | 'undetermined';
  readonly reason: string | null;
  readonly costNowMonthly: string | null;
  readonly savingGrossMonthly: string | null;
  readonly savingRealisableMonthly: string | null;
  readonly bound: 'exact' | 'estimate' | null;
  readonly evidence: BillEvidence;
}

export interface BillEvidence {
  readonly window: { readonly start: string; readonly end: string };
  /** Days of the window that the run rate is taken from. */
  readonly billedDays: number;
  readonly method: 'BILLED' | 'PART' | null;
  readonly source: 'bill';
  readonly meters: readonly string[];
  readonly formula: string;
  readonly assumptions: readonly string[];
  /** Of advice on commitments alone. */
  readonly commitment?: CommitmentEvidence;
}

/** Kept with the opportunity: what was worked out, in numbers. Shares and discounts are 0 to 1. */
export interface CommitmentEvidence {
  readonly granularity: 'hour' | 'day';
  readonly moments: number;
  readonly reachedShare: string;
  /** In on-demand prices, an hour. */
  readonly commitPerHour: string;
  /** Of that commitment, what would have been used. */
  readonly usedShare: string;
  /** A discount above this would have saved. */
  readonly breakEvenDiscount: string;
  readonly wasteMonthly: string;
  readonly wasteResources: number;
  /** What the account's own commitments to the same usage took off the list; their term is not on a bill. */
  readonly ownDiscount: string | null;
  readonly offers: readonly { readonly term: '1y' | '3y'; readonly payment: 'no-upfront'; readonly discount: string | null }[];
}
