import {
  auditIdSchema,
  auditStateSchema,
  cloudSchema,
  connectionIdSchema,
  connectionStateSchema,
  credentialKindSchema,
  currencySchema,
  decimalSchema,
  findingSchema,
  organizationIdSchema,
  ruleEntrySchema,
  undeterminedReasonSchema,
} from '@vitrine/contracts';
import { z } from 'zod';

/**
 * What this client reads of the API's answers. Members that it does not know are dropped, so that a newer API is understood.
 */
export const organizationAnswer = z.object({ id: organizationIdSchema, name: z.string() });

export const connectionAnswer = z.object({
  id: connectionIdSchema,
  name: z.string(),
  cloud: cloudSchema,
  kind: credentialKindSchema,
  state: connectionStateSchema,
  stateCode: z.string().nullable(),
  externalId: z.string(),
  federationSubject: z.string(),
  credentialVersion: z.number().int(),
  nextCredentialVersion: z.number().int(),
  accountPinned: z.string().nullable(),
});
export type ConnectionAnswer = z.infer<typeof connectionAnswer>;

export const validationAnswer = z.object({
  state: connectionStateSchema,
  stateCode: z.string().nullable(),
  running: z.boolean(),
  requested: z.array(z.object({ permission: z.string(), state: z.enum(['granted', 'denied', 'untestable', 'untested']) })),
  writeCapable: z.array(z.object({ action: z.string(), source: z.string() })),
});
export type ValidationAnswer = z.infer<typeof validationAnswer>;

/** `sha256` is null for a keyless kind: nothing was sealed. */
export const submittedAnswer = z.object({ version: z.number().int(), sealedByClient: z.boolean(), sha256: z.string().nullable() });
export type SubmittedAnswer = z.infer<typeof submittedAnswer>;

const blindSpot = z.object({ ruleId: z.string(), operation: z.string(), permission: z.string(), reason: undeterminedReasonSchema });
const counts = { calls: z.number(), denied: z.number(), throttled: z.number() };

export const auditAnswer = z.object({
  id: auditIdSchema,
  connectionId: connectionIdSchema,
  state: auditStateSchema,
  errorCode: z.string().nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  totals: z
    .object({
      savings: z.array(z.object({ currency: currencySchema, realisable: decimalSchema, findings: z.number() })),
      findings: z.object({ critical: z.number(), high: z.number(), medium: z.number(), low: z.number() }),
      rules: z.array(z.object({ ruleId: z.string(), fail: z.number(), pass: z.number(), notApplicable: z.number(), undetermined: z.number() })),
    })
    .nullable(),
  receipt: z.object({ writes: z.number(), operations: z.array(z.object({ operation: z.string(), ...counts })) }).nullable(),
  blindSpots: z.array(blindSpot),
});
export type AuditAnswer = z.infer<typeof auditAnswer>;

/** `data` of one event of the stream. */
export const auditEventAnswer = z.object({ seq: z.number().int(), kind: z.string(), ref: z.record(z.string(), z.unknown()) });

export const startedAuditAnswer = z.object({ id: auditIdSchema });

export const findingList = z.object({ items: z.array(z.object(findingSchema.shape)) });
export const connectionsPage = z.object({ items: z.array(connectionAnswer), nextCursor: z.string().nullable() });
export const ruleList = z.object({ items: z.array(z.object(ruleEntrySchema.shape)) });

export const onboardingAnswer = z.object({
  issuer: z.string().nullable(),
  subject: z.string(),
  audience: z.string(),
  documents: z.array(z.object({ format: z.string(), filename: z.string(), text: z.string() })),
  portal: z.array(z.string()),
  submit: z.array(z.string()),
});
export type OnboardingAnswer = z.infer<typeof onboardingAnswer>;

export const grantTextAnswer = z.object({
  requested: z.array(z.object({ permission: z.string(), why: z.string() })),
  refused: z.array(z.object({ permission: z.string(), why: z.string() })),
  documents: z.array(z.object({ format: z.string(), filename: z.string(), text: z.string() })),
});
export type GrantTextAnswer = z.infer<typeof grantTextAnswer>;

export const createdTokenAnswer = z.object({ id: z.string(), token: z.string(), expiresAt: z.string() });
