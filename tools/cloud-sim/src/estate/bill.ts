import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Enough digits that a declared amount survives every sum and product unrounded. */
const Exact = Decimal.clone({ precision: 60 });

/** Days in an average month: 365.25 / 12 to two digits, the factor that the labels state savings in. */
const DAYS_PER_MONTH = '30.44';

export const amountSchema = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal string such as "0.2667"');

/** What one resource costs. Absent means: the bill has no line for it, so its cost is unknown, not zero. */
export const dailyBillSchema = z.object({
  /** Effective (amortised) cost of one day. */
  dailyCost: amountSchema.optional(),
  /** Cost before commitments; the effective cost where it is left out. */
  dailyUnblendedCost: amountSchema.optional(),
});

/**
 * Σ effective cost over the billed days ÷ billed days × 30.44, exact and unrounded, or null where no day is billed.
 * @param dailyCosts effective cost of each billed day, decimal strings of one currency
 */
export function monthlySaving(dailyCosts: readonly string[]): string | null {
  if (dailyCosts.length === 0) return null;
  const sum = dailyCosts.reduce((total, cost) => total.plus(cost), new Exact(0));
  return sum.times(DAYS_PER_MONTH).dividedBy(dailyCosts.length).toFixed();
}

/** Product of decimal strings, exact. */
export function productOf(amount: string, factor: string): string {
  return new Exact(amount).times(factor).toFixed();
}

/** Sum of decimal strings, exact. An empty list is "0". */
export function sumOf(amounts: readonly string[]): string {
  return amounts.reduce((total, amount) => total.plus(amount), new Exact(0)).toFixed();
}
