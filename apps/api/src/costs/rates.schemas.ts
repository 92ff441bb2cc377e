import { currencySchema, decimalSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { nameSchema } from '../http/names.js';
import { pageQuery } from '../http/pagination.js';

const rateFields = {
  from: currencySchema,
  to: currencySchema,
  /** UTC day; the rate holds until the next one. */
  onDate: z.iso.date('invalid-date'),
  /** Units of `to` for one of `from`. */
  rate: decimalSchema.refine((text) => /[1-9]/.test(text) && !text.startsWith('-'), 'invalid-amount'),
  /** Where it is from, for instance `ECB`. */
  source: nameSchema,
};

export const exchangeRateSchema = z.strictObject({ ...rateFields, setBy: z.string(), setAt: z.string() }).meta({ id: 'ExchangeRate' });
export type ExchangeRate = z.infer<typeof exchangeRateSchema>;
export const exchangeRatesSchema = z.strictObject({ items: z.array(exchangeRateSchema), truncated: z.boolean() }).meta({ id: 'ExchangeRates' });
export type ExchangeRates = z.infer<typeof exchangeRatesSchema>;

export const setRatesSchema = z
  .strictObject({
    rates: z
      .array(z.strictObject(rateFields).refine(({ from, to }) => from !== to, 'same-currency'))
      .min(1, 'invalid-rates')
      .max(2_000, 'invalid-rates'),
  })
  .meta({ id: 'SetExchangeRates' });
export type SetRates = z.infer<typeof setRatesSchema>;
export const rateQuerySchema = z.strictObject({ limit: pageQuery.limit, from: currencySchema.optional(), to: currencySchema.optional() });
