import { actionGroupSchema, currencySchema, decimalSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { pageQuery } from '../http/pagination.js';

export const opportunityQuerySchema = z.strictObject({
  limit: pageQuery.limit,
  verdict: z.enum(['fail', 'undetermined'], 'unknown-field').optional(),
});

/** What the bill alone shows of one thing. No finding: nothing was looked at but the bill, and it ends with the bill that it is of. */
export const opportunitySchema = z
  .strictObject({
    ruleId: z.string(),
    title: z.string(),
    verdict: z.enum(['fail', 'undetermined']),
    reason: z.string().nullable(),
    provider: z.string().nullable(),
    accountId: z.string().nullable(),
    region: z.string().nullable(),
    serviceName: z.string().nullable(),
    /** Canonical resource id, or the commitment's. */
    resourceKey: z.string(),
    actionGroup: actionGroupSchema,
    currency: currencySchema,
    /** Per month of 30.44 days; null is unknown, never 0. */
    costNowMonthly: decimalSchema.nullable(),
    savingGrossMonthly: decimalSchema.nullable(),
    /** Without what is priced as Committed: a freed commitment saves only if re-used. */
    savingRealisableMonthly: decimalSchema.nullable(),
    bound: z.enum(['exact', 'estimate']).nullable(),
    evidence: z.strictObject({
      window: z.strictObject({ start: z.string(), end: z.string() }),
      billedDays: z.number().int(),
      method: z.enum(['BILLED', 'PART']).nullable(),
      source: z.literal('bill'),
      meters: z.array(z.string()),
      formula: z.string(),
      assumptions: z.array(z.string()),
      /** Of advice on commitments alone: what stays on demand once waste is gone. Shares and discounts are 0 to 1. */
      commitment: z
        .strictObject({
          granularity: z.enum(['hour', 'day']),
          moments: z.number().int(),
          reachedShare: decimalSchema,
          /** In on-demand prices. */
          commitPerHour: decimalSchema,
          usedShare: decimalSchema,
          /** A discount above this would have saved. */
          breakEvenDiscount: decimalSchema,
          wasteMonthly: decimalSchema,
          wasteResources: z.number().int(),
          ownDiscount: decimalSchema.nullable(),
          /** null: the price is on no bill, so nothing is claimed. */
          offers: z.array(z.strictObject({ term: z.enum(['1y', '3y']), payment: z.literal('no-upfront'), discount: decimalSchema.nullable() })),
        })
        .optional(),
    }),
    judgedAt: z.string(),
  })
  .meta({ id: 'BillOpportunity' });
export type Opportunity = z.infer<typeof opportunitySchema>;

export const opportunitiesSchema = z
  .strictObject({
    items: z.array(opportunitySchema),
    /** Of all that fail, one resource never twice: per currency what its best opportunity saves. */
    totals: z.array(
      z.strictObject({ currency: currencySchema, savingGrossMonthly: decimalSchema, savingRealisableMonthly: decimalSchema, things: z.number().int() }),
    ),
    /** Things that a rule could not judge. */
    undetermined: z.number().int(),
    truncated: z.boolean(),
    rulesRun: z.array(z.strictObject({ ruleId: z.string(), title: z.string() })),
  })
  .meta({ id: 'BillOpportunities' });
export type Opportunities = z.infer<typeof opportunitiesSchema>;
