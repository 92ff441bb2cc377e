import {
  auditEventKindSchema,
  auditIdSchema,
  auditStateSchema,
  cloudSchema,
  connectionIdSchema,
  currencySchema,
  decimalSchema,
  undeterminedReasonSchema,
} from '@vitrine/contracts';
import { z } from 'zod';

export const startAuditSchema = z
  .strictObject({
    connectionId: connectionIdSchema,
    /** Rule ids; absent means all that the connection has enabled. */
    rules: z.array(z.string().max(120)).min(1).max(500).optional(),
  })
  .meta({ id: 'StartAudit' });
export type StartAudit = z.infer<typeof startAuditSchema>;

export const auditQuerySchema = { connectionId: connectionIdSchema.optional(), cloud: cloudSchema.optional(), state: auditStateSchema.optional() };

/** What lists show: the row itself, without what has to be counted. */
export const auditSummarySchema = z
  .strictObject({
    id: auditIdSchema,
    connectionId: connectionIdSchema,
    cloud: cloudSchema,
    state: auditStateSchema,
    /** null means every rule that the connection has enabled. */
    rules: z.array(z.string()).nullable(),
    credentialVersion: z.number().int(),
    requestedBy: z.string(),
    cancelRequestedAt: z.string().nullable(),
    errorCode: z.string().nullable(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'AuditSummary' });
export type AuditSummary = z.infer<typeof auditSummarySchema>;

/** A rule that could not look, and the permission that would let it. */
export const blindSpotSchema = z
  .strictObject({
    ruleId: z.string(),
    operation: z.string(),
    permission: z.string(),
    reason: undeterminedReasonSchema,
    /** Pages and scopes that met it. */
    times: z.number().int(),
    /** By name, up to twenty, where single ones could not be looked at among others that could. */
    resources: z.array(z.string()),
  })
  .meta({ id: 'BlindSpot' });
export type BlindSpot = z.infer<typeof blindSpotSchema>;
export const blindSpotListSchema = z.strictObject({ items: z.array(blindSpotSchema) }).meta({ id: 'BlindSpotList' });

const progressSchema = z.strictObject({
  jobsOpen: z.number().int(),
  jobsDone: z.number().int(),
  jobsFailed: z.number().int(),
  jobsCancelled: z.number().int(),
  pages: z.number().int(),
  /** Resources looked at so far. */
  items: z.number().int(),
  /** Number of the newest event; what `Last-Event-ID` counts by. */
  lastEvent: z.number().int(),
});

/** What counts once the audit has ended; while it runs findings are provisional and there is no total. */
const totalsSchema = z.strictObject({
  /** Of the connection's open findings, per currency: nothing is converted. */
  savings: z.array(z.strictObject({ currency: currencySchema, gross: decimalSchema, realisable: decimalSchema, findings: z.number().int() })),
  findings: z.strictObject({ critical: z.number().int(), high: z.number().int(), medium: z.number().int(), low: z.number().int() }),
  /** Findings that this audit no longer saw. */
  resolved: z.number().int(),
  /** Verdicts per rule, so that "nothing found" can be told from "not looked". */
  rules: z.array(
    z.strictObject({
      ruleId: z.string(),
      fail: z.number().int(),
      pass: z.number().int(),
      notApplicable: z.number().int(),
      undetermined: z.number().int(),
    }),
  ),
});

const callsSchema = { calls: z.number().int(), denied: z.number().int(), throttled: z.number().int() };
/** What was asked of the cloud; `writes` is 0 by construction and said all the same. */
const auditReceiptSchema = z.strictObject({
  ...callsSchema,
  writes: z.number().int(),
  operations: z.array(z.strictObject({ operation: z.string(), ...callsSchema })),
});

export const auditSchema = auditSummarySchema
  .extend({
    progress: progressSchema,
    totals: totalsSchema.nullable(),
    receipt: auditReceiptSchema.nullable(),
    blindSpots: z.array(blindSpotSchema),
  })
  .meta({ id: 'Audit' });
export type Audit = z.infer<typeof auditSchema>;

/** The `data` of one event of the stream; its `id` is `seq`. */
export const auditEventSchema = z
  .strictObject({ seq: z.number().int(), kind: auditEventKindSchema, at: z.string(), ref: z.record(z.string(), z.unknown()) })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof auditEventSchema>;
