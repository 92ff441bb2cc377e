import { canonicalValueSchema, trailEntrySchema, payloadHash, canonicalJson, type TrailDecision, type TrailEntry } from '@vitrine/trail';
import { organizationIdSchema, type OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';

const decisionSchema = z.object({ effect: z.enum(['allow', 'deny']), policyIds: z.array(z.string()), policySet: z.string().optional() });

/** A row of `trail_event` that has no leaf yet. */
export const pendingEntrySchema = z.object({
  id: z.string(),
  type: z.string(),
  principal: z.string(),
  traceId: z.string().nullable(),
  requestId: z.string().nullable(),
  causationId: z.string().nullable(),
  outcome: z.string(),
  decision: decisionSchema.nullable(),
  // Without payload or salt: somebody changed the row past its trigger. The leaf says so by a commitment that nothing fits.
  payload: canonicalValueSchema,
  salt: z.instanceof(Buffer).nullable(),
  at: z.date(),
});
export type PendingEntry = z.infer<typeof pendingEntrySchema>;

/** Columns of a pending entry, `e` being `trail_event`. */
export const pendingColumns = `e.id, e.type, e.principal, e.trace_id as "traceId", e.request_id as "requestId", e.causation_id as "causationId",
  e.outcome, e.decision, e.payload, e.salt, e.at`;

/** The entry as its leaf holds it. What does not fit the envelope is replaced, never left out: one bad row must not hold up an organization's trail. */
export function entryOf(organizationId: OrganizationId, index: number, row: PendingEntry): TrailEntry {
  const { shape } = trailEntrySchema;
  return {
    index,
    eventId: row.id,
    eventType: shape.eventType.safeParse(row.type).data ?? 'trail.malformed-type',
    organizationId: organizationIdSchema.parse(organizationId),
    principal: shape.principal.safeParse(row.principal).data ?? 'unknown',
    traceId: shape.traceId.safeParse(row.traceId).data ?? null,
    correlationId: shape.correlationId.safeParse(row.requestId).data ?? null,
    causationId: row.causationId,
    occurredAt: row.at.toISOString(),
    outcome: shape.outcome.safeParse(row.outcome).data ?? 'failed',
    decision: decisionOf(row),
    payloadHash: payloadHash(row.salt ?? Buffer.alloc(0), canonicalJson(row.payload)),
  };
}

/** A policy is named with the version of its set: the same id may have meant something else before. */
function decisionOf({ decision }: PendingEntry): TrailDecision {
  if (decision === null) return 'none';
  const { effect, policyIds, policySet } = decision;
  return { effect, policyIds: policyIds.slice(0, 100).map((id) => (policySet === undefined ? id : `${id}@${policySet}`).slice(0, 200)) };
}
