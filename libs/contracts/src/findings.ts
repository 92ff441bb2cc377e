import { z } from 'zod';
import { currencySchema, decimalSchema } from './money.js';
import { actionGroupSchema, confidenceSchema, effortSchema, findingStatusSchema, severitySchema, undeterminedReasonSchema } from './verdicts.js';

/** How a number of money came about (`reference/cost.md` §2.0). */
export const savingMethodSchema = z.enum(['BILLED', 'RATIO', 'LIST', 'PART', 'PROVIDER']);
export type SavingMethod = z.infer<typeof savingMethodSchema>;

/** Where a unit price was read, so that a person can look it up again. */
export const priceReferenceSchema = z.strictObject({
  source: z.enum(['bill', 'price-sheet', 'list-price', 'provider-advice']),
  sku: z.string().nullable(),
  unitPrice: decimalSchema.nullable(),
  unit: z.string().nullable(),
  currency: currencySchema,
  effectiveDate: z.string().nullable(),
  fetchedAt: z.string().nullable(),
  /** The negotiated discount that was taken off `unitPrice` (CF-28). */
  discountPct: decimalSchema.optional(),
  /** Of a bill: its first and last day that the run rate is taken from, and on how many of them the resource was billed. */
  window: z.strictObject({ start: z.string(), end: z.string(), billedDays: z.number().int() }).optional(),
});
export type PriceReference = z.infer<typeof priceReferenceSchema>;

/**
 * Money of one finding, per month of 30.44 days. Every amount is null when unknown, never 0.
 * `savingRealisable` leaves out what is priced as `Committed`: a freed commitment saves only if re-used.
 */
export const savingSchema = z.strictObject({
  method: savingMethodSchema.nullable(),
  currency: currencySchema.nullable(),
  costNowMonthly: decimalSchema.nullable(),
  savingGrossMonthly: decimalSchema.nullable(),
  savingRealisableMonthly: decimalSchema.nullable(),
  bound: z.enum(['exact', 'estimate', 'upper_bound']).nullable(),
  price: priceReferenceSchema.nullable(),
});
export type Saving = z.infer<typeof savingSchema>;

export const unknownSaving: Saving = {
  method: null,
  currency: null,
  costNowMonthly: null,
  savingGrossMonthly: null,
  savingRealisableMonthly: null,
  bound: null,
  price: null,
};

/** What was looked at, enough to recompute the number and to convince oneself by hand (CF-44). */
export const evidenceSchema = z.strictObject({
  /** The cloud's own operations that gave the facts. */
  source: z.array(z.string()),
  /** The judged period, ISO 8601; null where only the present state counts. */
  window: z.strictObject({ start: z.string(), end: z.string() }).nullable(),
  /** Observed fields and metric statistics (with datapoint coverage), thresholds used. Metadata only. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  formula: z.string(),
  assumptions: z.array(z.string()),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const remedySchema = z.strictObject({ steps: z.array(z.string()).min(1), rollback: z.string() });
export type Remedy = z.infer<typeof remedySchema>;

/** A finding as the API returns it. */
export const findingSchema = z.strictObject({
  id: z.string(),
  auditId: z.string(),
  connectionId: z.string(),
  cloud: z.enum(['aws', 'azure', 'gcp']),
  ruleId: z.string(),
  ruleVersion: z.number().int(),
  title: z.string(),
  verdict: z.enum(['fail', 'undetermined']),
  reason: undeterminedReasonSchema.nullable(),
  missingPermission: z.string().nullable(),
  status: findingStatusSchema,
  severity: severitySchema,
  confidence: confidenceSchema,
  effort: effortSchema,
  actionGroup: actionGroupSchema,
  provisional: z.boolean(),
  superseded: z.boolean(),
  accountId: z.string(),
  region: z.string().nullable(),
  resourceId: z.string(),
  resourceName: z.string().nullable(),
  resourceType: z.string(),
  saving: savingSchema,
  evidence: evidenceSchema,
  verify: z.string(),
  remedy: remedySchema,
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  resolvedAt: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;
