import {
  auditIdSchema,
  cloudSchema,
  connectionIdSchema,
  currencySchema,
  decimalSchema,
  findingIdSchema,
  findingSchema,
  findingStatusSchema,
  memberIdSchema,
  severitySchema,
} from '@vitrine/contracts';
import { z } from 'zod';
import { plainText } from '../http/names.js';
import { manyOf } from '../http/many-of.js';
import { instantSchema } from '../http/time-range.js';

/** What narrows a set of findings; lists, groups, totals and exports take the same. */
export const findingFilterQuery = {
  cloud: cloudSchema.optional(),
  ruleId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,120}$/, 'invalid-rule-id')
    .optional(),
  severity: manyOf(severitySchema).optional(),
  status: manyOf(findingStatusSchema).optional(),
  verdict: z.enum(['fail', 'undetermined']).optional(),
  connectionId: connectionIdSchema.optional(),
  /** The member who was asked to see to it. */
  assigneeId: memberIdSchema.optional(),
  /** What stood when this audit looked, whether or not it changed since the audit before. */
  auditId: auditIdSchema.optional(),
  /** A month, realisable, in whatever currency the finding has; narrow by `currency` where there are several. */
  minSaving: z
    .string('invalid-amount')
    .regex(/^\d{1,20}(\.\d{1,18})?$/, 'invalid-amount')
    .optional(),
  currency: currencySchema.optional(),
  region: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/, 'invalid-region')
    .optional(),
  /** Part of a resource's id or name. */
  q: plainText(200, 'invalid-search').optional(),
  /** First seen at or after. */
  since: instantSchema.optional(),
  /** First seen before. */
  until: instantSchema.optional(),
};
export const findingFilterSchema = z.strictObject(findingFilterQuery);
export type FindingFilterQuery = z.infer<typeof findingFilterSchema>;

/** `sort=sealed` names a member that no list has (reference §7, case 24). */
export const findingSortSchema = z.enum(['saving', 'severity', 'firstSeen'], 'unknown-field');
export type FindingSort = z.infer<typeof findingSortSchema>;

export const fullFindingSchema = findingSchema
  .extend({
    id: findingIdSchema,
    connectionId: connectionIdSchema,
    statusReason: z.string().nullable(),
    /** `member:…`, `token:…`, or `audit`. */
    statusBy: z.string(),
    waivedUntil: z.string().nullable(),
    /** Who answers for the waiver. */
    waiverOwnerId: memberIdSchema.nullable(),
    assigneeId: memberIdSchema.nullable(),
    /** What the bill fell by after it was resolved, per month in the saving's currency; null until the bill shows it. */
    realised: z.strictObject({ monthly: decimalSchema, at: z.string() }).nullable(),
  })
  .meta({ id: 'Finding' });
export type FullFinding = z.infer<typeof fullFindingSchema>;

/** Lists leave out what is long; it is at the finding itself and in the JSON export. */
export const listedFindingSchema = fullFindingSchema.omit({ evidence: true, verify: true, remedy: true }).meta({ id: 'ListedFinding' });
export type ListedFinding = z.infer<typeof listedFindingSchema>;

/** A person's decision. `resolved`, `realised`, `relapsed` and `excluded` are not among them: those an audit sees. */
export const changeFindingSchema = z
  .discriminatedUnion('status', [
    z.strictObject({ status: z.enum(['open', 'acknowledged', 'planned']), reason: plainText(500, 'invalid-reason').optional() }),
    /** Without an owner, whoever decides answers for it. */
    z.strictObject({ status: z.literal('waived'), reason: plainText(500, 'invalid-reason'), until: instantSchema, ownerId: memberIdSchema.optional() }),
  ])
  .meta({ id: 'ChangeFinding' });
export type ChangeFinding = z.infer<typeof changeFindingSchema>;

export const assignFindingSchema = z.strictObject({ memberId: memberIdSchema }).meta({ id: 'AssignFinding' });
export type AssignFinding = z.infer<typeof assignFindingSchema>;

const savingsSchema = z.array(
  z.strictObject({ currency: currencySchema, realisable: decimalSchema, gross: decimalSchema, /** Findings that the sum is of. */ findings: z.number().int() }),
);
const groupSchema = z.strictObject({
  ruleId: z.string(),
  cloud: cloudSchema,
  family: z.string(),
  title: z.string(),
  findings: z.number().int(),
  undetermined: z.number().int(),
  /** The worst among the failing; null where none fails. */
  severity: severitySchema.nullable(),
  /** Only what counts: provisional, superseded, waived and resolved findings are in no sum. */
  savings: savingsSchema,
});
export type FindingGroup = z.infer<typeof groupSchema>;
export type SavingSum = z.infer<typeof savingsSchema>[number];

/** One per rule and cloud, so as many as the catalogue has at most. */
export const groupListSchema = z.strictObject({ items: z.array(groupSchema.meta({ id: 'FindingGroup' })) }).meta({ id: 'FindingGroupList' });

export const summarySchema = z
  .strictObject({
    savings: savingsSchema,
    clouds: z.array(z.strictObject({ cloud: cloudSchema, findings: z.number().int(), undetermined: z.number().int(), savings: savingsSchema })),
    rules: z.array(groupSchema),
    /** Failing findings that are in no sum, and why. */
    leftOut: z.strictObject({
      provisional: z.number().int(),
      superseded: z.number().int(),
      waived: z.number().int(),
      excluded: z.number().int(),
      /** No money by their nature (CF-45). */
      hygiene: z.number().int(),
      /** Money that nobody could tell. */
      unpriced: z.number().int(),
      /** Below the organization's `savingThresholdMonthly`: counted here, never dropped. */
      belowThreshold: z.strictObject({ findings: z.number().int(), savings: savingsSchema }),
    }),
  })
  .meta({ id: 'FindingSummary' });
export type FindingSummary = z.infer<typeof summarySchema>;
