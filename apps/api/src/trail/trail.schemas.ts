import { z } from 'zod';
import { plainText } from '../http/names.js';
import { pageQuery } from '../http/pagination.js';
import { instantSchema } from '../http/time-range.js';
import { trailEventIdSchema } from './trail-event-id.js';

/** A whole number in a query; no sign, no leading zero, at most so many digits. */
const wholeNumber = (digits: number) =>
  z
    .string('invalid-number')
    .regex(new RegExp(`^(0|[1-9]\\d{0,${String(digits - 1)}})$`), 'invalid-number')
    .transform(Number);
/** Small enough to be counted with exactly. */
const countSchema = wholeNumber(15).meta({ description: 'whole number from 0' });
/** No longer than its column holds. */
const epochSchema = wholeNumber(9).optional().meta({ description: 'default: the current one' });
const base64 = z.string().meta({ description: 'Base 64' });

export const listTrailSchema = z.strictObject({
  ...pageQuery,
  type: z
    .string('invalid-type')
    .regex(/^[a-z][a-z0-9._-]{1,119}$/, 'invalid-type')
    .optional(),
  principal: plainText(500, 'invalid-principal').optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});
export type ListTrail = z.infer<typeof listTrailSchema>;

export const trailItemSchema = z
  .strictObject({
    eventId: trailEventIdSchema,
    /** Place in the tree; null for the seconds until it has one. */
    index: z.number().int().nullable(),
    epoch: z.number().int().nullable(),
    type: z.string(),
    principal: z.string(),
    traceId: z.string().nullable(),
    /** The request, or a worker's run, that all its entries share. */
    correlationId: z.string().nullable(),
    causationId: z.string().nullable(),
    occurredAt: z.string(),
    outcome: z.enum(['succeeded', 'denied', 'failed']),
    decision: z.strictObject({ effect: z.enum(['allow', 'deny']), policyIds: z.array(z.string()), policySet: z.string().nullable() }).nullable(),
    /** `dropped` where the organization wants payloads no longer kept. */
    payload: z.union([z.record(z.string(), z.unknown()), z.literal('dropped')]),
  })
  .meta({ id: 'TrailItem' });
export type TrailItem = z.infer<typeof trailItemSchema>;

export const trailCheckpointSchema = z
  .strictObject({ epoch: z.number().int(), size: z.number().int(), root: base64, note: z.string().meta({ description: 'C2SP signed note' }), at: z.string() })
  .meta({ id: 'TrailCheckpoint' });
export type TrailCheckpoint = z.infer<typeof trailCheckpointSchema>;

export const exportQuerySchema = z.strictObject({
  epoch: epochSchema,
  from: countSchema.optional().meta({ description: 'first entry, default 0' }),
  to: countSchema.optional().meta({ description: 'entries up to here at least; the file ends with the next checkpoint' }),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;

export const inclusionQuerySchema = z.strictObject({ epoch: epochSchema, index: countSchema, size: countSchema });
export const consistencyQuerySchema = z.strictObject({ epoch: epochSchema, from: countSchema, to: countSchema });
export type InclusionQuery = z.infer<typeof inclusionQuerySchema>;
export type ConsistencyQuery = z.infer<typeof consistencyQuerySchema>;

export const inclusionProofSchema = z
  .strictObject({ epoch: z.number().int(), index: z.number().int(), size: z.number().int(), leafHash: base64, proof: z.array(base64) })
  .meta({ id: 'InclusionProof' });
export type InclusionProof = z.infer<typeof inclusionProofSchema>;

export const consistencyProofSchema = z
  .strictObject({ epoch: z.number().int(), from: z.number().int(), to: z.number().int(), proof: z.array(base64) })
  .meta({ id: 'ConsistencyProof' });
export type ConsistencyProof = z.infer<typeof consistencyProofSchema>;

/** `name+hash+base64` of every key that signs, the current first. */
export const trailKeysSchema = z.strictObject({ keys: z.array(z.string()) }).meta({ id: 'TrailKeys' });
