import { connectionIdSchema, costSourceKinds, currencySchema, decimalSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { nameSchema } from '../http/names.js';
import { instantSchema } from '../http/time-range.js';

export const costSourceIdSchema = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'invalid-id');
const kindSchema = z.enum(costSourceKinds);

/** With dataset and period the file's name is its identity: the same again replaces its rows. */
export const uploadQuerySchema = z.strictObject({
  name: nameSchema,
  /** Of which export the file is part: its files add up and never tell of the same charge. */
  dataset: nameSchema.optional(),
  period: z
    .string('invalid-period')
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'invalid-period')
    .optional()
    .meta({ description: 'Billing month, `2026-10`' }),
  restates: z
    .enum(['true', 'false'], 'invalid-flag')
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'This file is the whole month of the dataset again: its other files are taken out' }),
});
export type UploadQuery = z.infer<typeof uploadQuerySchema>;
export const sourceFilterQuery = { kind: kindSchema.optional(), connectionId: connectionIdSchema.optional() };

const totalSchema = z.strictObject({
  currency: currencySchema,
  billedCost: decimalSchema,
  /** null where a row does not say it: unknown is not zero. */
  effectiveCost: decimalSchema.nullable(),
});

/** One way in which rows were not as FOCUS says, with where to look. */
const problemSummarySchema = z.strictObject({
  column: z.string(),
  code: z.string(),
  /** false: these rows could not be taken, since their amount is not known. */
  kept: z.boolean(),
  rows: z.number().int(),
  /** The first of them; empty where the whole file is meant. */
  firstRows: z.array(z.number().int()),
});

export const costSourceSchema = z
  .strictObject({
    id: costSourceIdSchema,
    kind: kindSchema,
    name: z.string(),
    connectionId: connectionIdSchema.nullable(),
    dataset: z.string().nullable(),
    /** Billing month, `2026-10`. */
    period: z.string().nullable(),
    format: z.enum(['focus', 'cur-2.0', 'azure-cost-details', 'native']),
    focusVersion: z.string().nullable(),
    /** The charges that it tells of; null where it has none. */
    chargesFrom: z.string().nullable(),
    chargesTo: z.string().nullable(),
    rows: z.number().int(),
    rowsRejected: z.number().int(),
    totals: z.array(totalSchema),
    problems: z.array(problemSummarySchema),
    contentSha256: z.string().nullable(),
    loadedBy: z.string(),
    loadedAt: z.string(),
  })
  .meta({ id: 'CostSource' });
export type CostSource = z.infer<typeof costSourceSchema>;

export const costProblemSchema = z
  .strictObject({ row: z.number().int(), column: z.string(), code: z.string(), kept: z.boolean(), occurrences: z.number().int() })
  .meta({ id: 'CostRowProblem' });
export type CostProblem = z.infer<typeof costProblemSchema>;

export const costGroupings = ['service', 'account', 'region', 'resource', 'category', 'provider', 'day', 'month'] as const;
export type CostGrouping = (typeof costGroupings)[number];

export const costSummaryQuery = {
  groupBy: z.enum(costGroupings, 'unknown-field').default('service'),
  connectionId: connectionIdSchema.optional(),
  sourceId: costSourceIdSchema.optional(),
  currency: currencySchema.optional(),
  /** Charge periods that begin at or after. */
  from: instantSchema.optional(),
  /** Charge periods that begin before. */
  to: instantSchema.optional(),
  /** Adds a total in this currency by the organization's own dated rates. */
  convertTo: currencySchema.optional(),
};

/** A sum in one currency, with every rate that it was made by. Amounts stay as billed everywhere else. */
const convertedSchema = z.strictObject({
  currency: currencySchema,
  /** null where a rate is missing: a sum with a hole reads as a small number. */
  billedCost: decimalSchema.nullable(),
  rates: z.array(z.strictObject({ from: currencySchema, onDate: z.string(), rate: decimalSchema, source: z.string() })),
  /** Currencies with days for which no rate is known. */
  missing: z.array(currencySchema),
});

export const costSummarySchema = z
  .strictObject({
    totals: z.array(totalSchema.extend({ rows: z.number().int() })),
    groups: z.array(totalSchema.extend({ key: z.string().nullable(), rows: z.number().int() })),
    /** More groups than asked for; the totals are of all. */
    truncated: z.boolean(),
    /** Several sources tell of one account and day, so the sums may count a charge twice: narrow by `sourceId`. */
    overlapping: z.boolean(),
    converted: convertedSchema.nullable(),
  })
  .meta({ id: 'CostSummary' });
export type CostSummary = z.infer<typeof costSummarySchema>;
