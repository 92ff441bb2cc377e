import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Exact decimal text, up to 38 digits with 18 places, as Postgres `numeric(38,18)` holds it. */
export const decimalSchema = z.string().regex(/^-?\d{1,20}(\.\d{1,18})?$/, 'invalid-amount');
/** ISO 4217. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, 'invalid-currency');

export const moneySchema = z.strictObject({ amount: decimalSchema, currency: currencySchema });
export type Money = z.infer<typeof moneySchema>;

const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -40, toExpPos: 40 });

/** A decimal with enough digits for any bill; never pass a float in. */
export function exact(text: string | number | bigint): Decimal {
  return new Exact(typeof text === 'bigint' ? text.toString() : text);
}

/** Plain decimal text with at most 18 places, trailing zeros dropped. */
export function decimalText(value: Decimal): string {
  return value.toDecimalPlaces(18).toFixed();
}

/** Adds amounts of one currency; a mixture is a programming error, since Vitrine never converts silently. */
export function sumMoney(amounts: readonly Money[]): Money | null {
  const [first] = amounts;
  if (first === undefined) return null;
  let total = exact('0');
  for (const each of amounts) {
    if (each.currency !== first.currency) throw new TypeError('sumMoney: mixed currencies');
    total = total.plus(exact(each.amount));
  }
  return { amount: decimalText(total), currency: first.currency };
}
