import { decimalText, exact } from '@vitrine/contracts';

/** What one part of the bill says of a resource around the day it was resolved. Amounts per day, exact text, one currency. */
export interface BillAround {
  /** Charged days of the 30 before the resolution. */
  readonly before: readonly string[];
  /** Charged days from the day after the resolution on. */
  readonly after: readonly string[];
  /** Complete days after the resolution that this bill tells of, also those without a charge. */
  readonly coveredDays: number;
}

export type Realisation =
  | { readonly outcome: 'realised'; readonly monthly: string; readonly dailyBefore: string; readonly dailyAfter: string }
  /** The bill is not there yet, or never knew the resource: nothing is claimed. */
  | { readonly outcome: 'not-yet'; readonly because: 'too-few-days' | 'no-baseline' | 'no-saving' }
  | { readonly outcome: 'not-fallen'; readonly dailyBefore: string; readonly dailyAfter: string };

/** As everywhere in Vitrine a month is 30.44 days. */
const daysPerMonth = '30.44';
/** A week, so that a weekend is not taken for a saving. */
export const leastCoveredDays = 7;
/** A bill that fell by less than half of what was promised has other reasons. */
const leastShare = '0.5';

/**
 * Whether a resolved finding's saving shows on the bill (CF-49). Never more than what the finding counted for: two findings of one resource
 * must not both claim the whole fall. Pure.
 * @param counted per month, exact text; what the finding counted for when it was resolved
 */
export function realisationOf(counted: string | null, { before, after, coveredDays }: BillAround): Realisation {
  if (counted === null || exact(counted).lte(0)) return { outcome: 'not-yet', because: 'no-saving' };
  if (coveredDays < leastCoveredDays) return { outcome: 'not-yet', because: 'too-few-days' };
  if (before.length === 0) return { outcome: 'not-yet', because: 'no-baseline' };
  const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total.plus(exact(amount)), exact('0'));
  const dailyBefore = sum(before).dividedBy(before.length);
  const dailyAfter = sum(after).dividedBy(coveredDays);
  const fall = dailyBefore.minus(dailyAfter).times(daysPerMonth);
  const daily = { dailyBefore: decimalText(dailyBefore), dailyAfter: decimalText(dailyAfter) };
  if (fall.lt(exact(counted).times(leastShare))) return { outcome: 'not-fallen', ...daily };
  const monthly = fall.lt(exact(counted)) ? fall : exact(counted);
  return { outcome: 'realised', monthly: decimalText(monthly), ...daily };
}
