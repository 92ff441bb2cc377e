import { organizationIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.js';

/** Before the JSON of every leaf, so that no other signed or hashed text of ours can be taken for an entry. */
export const ENTRY_DOMAIN = 'vitrine-trail-v1\n';

const uuidSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'invalid-id');
const instantSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'invalid-instant')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'invalid-instant');

/** What came of it: done, refused to the caller, or tried and failed. */
export const trailOutcomeSchema = z.enum(['succeeded', 'denied', 'failed']);
export type TrailOutcome = z.infer<typeof trailOutcomeSchema>;

/** Which policies decided; `none` where none was asked. */
export const trailDecisionSchema = z.union([
  z.literal('none'),
  z.strictObject({ effect: z.enum(['allow', 'deny']), policyIds: z.array(z.string().min(1).max(200)).max(100) }),
]);
export type TrailDecision = z.infer<typeof trailDecisionSchema>;

/** The envelope of CS-16 as a leaf holds it. The payload is not in it: only its salted commitment is, so that retention may drop the payload. */
export const trailEntrySchema = z.strictObject({
  /** Place in the organization's trail, from 0, without a gap. */
  index: z.int().min(0),
  /** UUIDv7, once in a trail: the idempotency anchor. */
  eventId: uuidSchema,
  /** `connection.created`, `operator.session.read`. */
  eventType: z.string().regex(/^[a-z][a-z0-9._-]{1,119}$/, 'invalid-event-type'),
  organizationId: organizationIdSchema,
  /** Who did it, in the API's words for a caller; `system` where nobody asked. */
  principal: z.string().min(1).max(2_048),
  traceId: z.string().min(1).max(128).nullable(),
  /** The request (or run) that all its entries share. */
  correlationId: z.string().min(1).max(128).nullable(),
  /** The entry that caused this one. */
  causationId: uuidSchema.nullable(),
  /** UTC with milliseconds. */
  occurredAt: instantSchema,
  outcome: trailOutcomeSchema,
  decision: trailDecisionSchema,
  /** SHA-256(salt ‖ canonical payload), hexadecimal. */
  payloadHash: z.string().regex(/^[0-9a-f]{64}$/, 'invalid-hash'),
});
export type TrailEntry = z.infer<typeof trailEntrySchema>;

/** The leaf's JSON, without its domain: what is stored and exported, and never written anew to verify. */
export const canonicalText = (entry: TrailEntry): string => canonicalJson(entry);

/** Whether a text is the canonical one of its entry. Its members are known, so their order is written out: a million of them are compared. */
export function isCanonicalText(text: string, entry: TrailEntry): boolean {
  const { causationId, correlationId, eventId, eventType, index, occurredAt, organizationId, outcome, payloadHash, principal, traceId } = entry;
  const decision = entry.decision === 'none' ? entry.decision : { effect: entry.decision.effect, policyIds: entry.decision.policyIds };
  const free = [principal, correlationId ?? '', traceId ?? '', ...(decision === 'none' ? [] : decision.policyIds)];
  // JSON.stringify would escape half of a surrogate pair, where RFC 8785 has no text at all.
  if (!free.every((each) => each.isWellFormed())) return false;
  const ordered = { causationId, correlationId, decision, eventId, eventType, index, occurredAt, organizationId, outcome, payloadHash, principal, traceId };
  return JSON.stringify(ordered) === text;
}

/** The bytes of a leaf: the domain, then the JSON of RFC 8785. */
export const canonicalBytes = (entry: TrailEntry): Buffer => leafBytes(canonicalText(entry));

/** The bytes of a leaf from its stored JSON. */
export const leafBytes = (text: string): Buffer => Buffer.from(ENTRY_DOMAIN + text, 'utf8');
