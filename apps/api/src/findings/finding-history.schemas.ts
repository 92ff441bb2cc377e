import { cloudSchema, connectionIdSchema, currencySchema, decimalSchema, findingStatusSchema, memberIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { instantSchema } from '../http/time-range.js';

/** One step of a finding's life, oldest first in lists. */
export const findingStepSchema = z
  .strictObject({
    at: z.string(),
    /** `member:…`, `token:…`, or `audit`. */
    by: z.string(),
    /** Null: seen for the first time. Equal to `to` where only reason, end of the waiver or assignee changed. */
    from: findingStatusSchema.nullable(),
    to: findingStatusSchema,
    reason: z.string().nullable(),
    waivedUntil: z.string().nullable(),
    assigneeId: memberIdSchema.nullable(),
    auditId: z.string(),
    /** What it was about, per month; null where nothing counted or the audit that saw it has not ended. */
    monthly: z.strictObject({ currency: currencySchema, amount: decimalSchema }).nullable(),
  })
  .meta({ id: 'FindingStep' });
export type FindingStep = z.infer<typeof findingStepSchema>;

export const savingsQuery = {
  /** Without one, a year before `to`. */
  from: instantSchema.optional(),
  /** Without one, now. */
  to: instantSchema.optional(),
  interval: z.enum(['day', 'week', 'month'], 'invalid-interval').default('month'),
  cloud: cloudSchema.optional(),
  connectionId: connectionIdSchema.optional(),
};
export const savingsQuerySchema = z.strictObject(savingsQuery);
export type SavingsQuery = z.infer<typeof savingsQuerySchema>;

const flowSchema = z.strictObject({ monthly: decimalSchema, /** Steps that the sum is of. */ findings: z.number().int() });
const savingsPeriodSchema = z
  .strictObject({
    /** Begin of the period, UTC; weeks begin on Monday. */
    start: z.string(),
    currency: currencySchema,
    /** Seen for the first time. */
    identified: flowSchema,
    planned: flowSchema,
    /** No longer seen. */
    resolved: flowSchema,
    /** The bill fell. */
    realised: flowSchema,
    /** Seen again after it was resolved. */
    relapsed: flowSchema,
  })
  .meta({ id: 'SavingsPeriod' });
export type SavingsPeriod = z.infer<typeof savingsPeriodSchema>;
export const savingsListSchema = z.strictObject({ items: z.array(savingsPeriodSchema) }).meta({ id: 'SavingsOverTime' });
