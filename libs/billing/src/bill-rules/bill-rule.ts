import type { ActionGroup, Effort } from '@vitrine/contracts';

/** What the ledger says of one resource (or commitment) by the meters that the rules look at. */
export interface BilledThing {
  /** Canonical resource id, or the commitment's. */
  readonly key: string;
  readonly provider: string | null;
  readonly accountId: string | null;
  readonly region: string | null;
  readonly serviceName: string | null;
  readonly currency: string;
  readonly meters: readonly BilledMeter[];
}

export interface BilledMeter {
  /** FOCUS SkuMeter, else ChargeDescription. */
  readonly name: string;
  readonly unusedCommitment: boolean;
  /** UTC days of the window on which it was billed, as whole days since 1970. */
  readonly days: readonly number[];
  /** Σ EffectiveCost of the run rate's days, and the part of it that is priced as Committed; exact decimal text. */
  readonly cost: string;
  readonly committedCost: string;
}

/** The days that the ledger can tell of; complete days only. */
export interface BillWindow {
  /** Whole days since 1970: the first day within 90 before `end` that the ledger covers. */
  readonly start: number;
  /** The day after the last. */
  readonly end: number;
  /** Accounts and services for which bytes are billed without naming a resource: there a missing byte proves nothing. */
  readonly bytesUnattributed: ReadonlySet<string>;
}

export type BillVerdict =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'undetermined'; readonly reason: 'window-too-short' | 'bytes-not-per-resource' }
  | {
      readonly verdict: 'fail';
      /** Meters whose cost goes away. */
      readonly meters: readonly BilledMeter[];
      /** Of that cost, 0 to 1 as decimal text; null: a cheaper form exists and the bill does not say at what price. */
      readonly share: string | null;
      /** A freed commitment saves nothing unless re-used: then nothing of it is realisable. */
      readonly realisable: 'not-committed' | 'none';
      readonly bound: 'exact' | 'estimate';
      readonly formula: string;
      readonly assumptions: readonly string[];
    };

/** A check that needs the bill alone. Pure: no clock, no database. */
export interface BillRule {
  /** `bill.<subject>-<fault>` */
  readonly id: string;
  readonly title: string;
  readonly actionGroup: ActionGroup;
  readonly effort: Effort;
  /** Whether a meter of this name is any of the rule's business. */
  looksAt(meter: string): boolean;
  judge(thing: BilledThing, window: BillWindow): BillVerdict;
}

/** Billed in the last days of the ledger: what has ended is no opportunity. */
const STILL_THERE_DAYS = 3;

export function stillBilled(meters: readonly BilledMeter[], window: BillWindow): boolean {
  return meters.some(({ days }) => days.some((day) => day >= window.end - STILL_THERE_DAYS));
}
