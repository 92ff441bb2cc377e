import { z } from 'zod';
import { cloudSchema } from './cloud.js';
import { currencySchema, decimalSchema } from './money.js';

const daySchema = z.iso.date('invalid-date');
const wordSchema = z.string('invalid-word').regex(/^[\p{L}\p{N}][\p{L}\p{N} .,:;/()&+_-]{0,199}$/u, 'invalid-word');

/** A discount on list prices: `net_rate = list_rate × (1 − discountPct)` (CF-28). */
export const negotiatedDiscountSchema = z.strictObject({
  cloud: cloudSchema,
  /** As the provider's price list names it (`AmazonEC2`, `Virtual Machines`, `6F81-5844-456A`); null: every service of the cloud. */
  service: wordSchema.nullable(),
  /** Decimal text, 0 to 1. */
  discountPct: z.string('invalid-discount').regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, 'invalid-discount'),
  from: daySchema,
  /** The day after the last; null: until it is changed. */
  to: daySchema.nullable(),
});

/** A line of the organization's own price sheet: what it pays for one unit, whatever the list says. */
export const negotiatedPriceSchema = z.strictObject({
  cloud: cloudSchema,
  sku: wordSchema,
  unit: wordSchema,
  unitPrice: decimalSchema.refine((text) => !text.startsWith('-'), 'invalid-amount'),
  currency: currencySchema,
  from: daySchema,
  to: daySchema.nullable(),
});

/** What an organization negotiated. Where several lines fit, the one for the service goes before that for the cloud, then the later one. */
export const priceAgreementSchema = z
  .strictObject({ discounts: z.array(negotiatedDiscountSchema).max(500), prices: z.array(negotiatedPriceSchema).max(4_000) })
  .meta({ id: 'PriceAgreement' });
export type PriceAgreement = z.infer<typeof priceAgreementSchema>;

export const emptyAgreement: PriceAgreement = { discounts: [], prices: [] };
