import { auditIdSchema, connectionIdSchema, decimalSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { instantSchema } from '../http/time-range.js';

export const spendQuerySchema = z.strictObject({
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  connectionId: connectionIdSchema.optional(),
  auditId: auditIdSchema.optional(),
});

const spentSchema = z.strictObject({
  day: z.string(),
  connectionId: connectionIdSchema,
  operation: z.string(),
  requests: z.number().int(),
  /** Bytes that BigQuery scanned. */
  bytes: z.number().int(),
  costUsd: decimalSchema,
});

/** What reading cost the customer at the provider's public prices; what is free is not listed. */
export const apiSpendSchema = z
  .strictObject({
    items: z.array(spentSchema),
    totalUsd: decimalSchema,
    /** Of the audit that was asked for; null where none was. */
    auditUsd: decimalSchema.nullable(),
    todayUsd: decimalSchema,
    budgetUsdPerDay: decimalSchema,
    /** Charged by the provider, and not known to us request by request. */
    notCounted: z.array(z.string()),
  })
  .meta({ id: 'ApiSpend' });
export type ApiSpend = z.infer<typeof apiSpendSchema>;

export const apiBudgetSchema = z
  .strictObject({ usdPerDay: z.string('invalid-amount').regex(/^\d{1,4}(\.\d{1,6})?$/, 'invalid-amount') })
  .meta({ id: 'ApiBudget' });
export type ApiBudget = z.infer<typeof apiBudgetSchema>;
