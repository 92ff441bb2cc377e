import { z } from 'zod';
import {
  auditIdSchema,
  connectionIdSchema,
  cloudSchema,
  jobIdSchema,
  jobKindSchema,
  organizationIdSchema,
  queueNameSchema,
  type ConnectionId,
} from '@vitrine/contracts';

/** A job as its claim found it: the row is the only thing a worker knows of its work. */
export const claimedJobSchema = z.object({
  organizationId: organizationIdSchema,
  id: jobIdSchema,
  kind: jobKindSchema,
  auditId: auditIdSchema.nullable(),
  /** Null for what is sent to a receiver about no connection. */
  connectionId: connectionIdSchema.nullable(),
  cloud: cloudSchema,
  queue: queueNameSchema,
  reader: z.string().nullable(),
  scope: z.string().nullable(),
  /** bigint as text: it is compared and handed back, never counted with. */
  fence: z.string(),
  attempt: z.number().int(),
  /** Holders that vanished in a row before this claim, without a page between. */
  lostHolders: z.number().int(),
  pageNo: z.number().int(),
  pageToken: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  traceId: z.string().nullable(),
  /** The version this work is bound to: the audit's, or for a validation the connection's current one. */
  credentialVersion: z.number().int(),
  connectionState: z.string(),
  cancelRequested: z.boolean(),
});
/** Any job; what runs them looks no further than this. */
export type AnyJob = z.infer<typeof claimedJobSchema>;
/** Work on a connection: every kind but `deliver`. */
export type ClaimedJob = AnyJob & { readonly connectionId: ConnectionId };

export const isOnConnection = <J extends AnyJob>(job: J): job is J & ClaimedJob => job.connectionId !== null;
