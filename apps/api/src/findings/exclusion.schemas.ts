import { connectionIdSchema, exclusionIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { plainText } from '../http/names.js';
import { instantSchema } from '../http/time-range.js';

export const exclusionSchema = z
  .strictObject({
    id: exclusionIdSchema,
    /** Null: every connection. */
    connectionId: connectionIdSchema.nullable(),
    tagKey: z.string(),
    /** Null: any value. */
    tagValue: z.string().nullable(),
    reason: z.string(),
    createdBy: z.string(),
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
  })
  .meta({ id: 'Exclusion' });
export type Exclusion = z.infer<typeof exclusionSchema>;

/** Exact key and value, no patterns: an organization's own regular expression could stall a worker. */
export const createExclusionSchema = z
  .strictObject({
    connectionId: connectionIdSchema.optional(),
    tagKey: plainText(128, 'invalid-tag').refine((key) => !key.includes('=='), 'invalid-tag'),
    tagValue: plainText(256, 'invalid-tag').optional(),
    reason: plainText(500, 'invalid-reason'),
    expiresAt: instantSchema.optional(),
  })
  .meta({ id: 'CreateExclusion' });
export type CreateExclusion = z.infer<typeof createExclusionSchema>;

/** Each is asked of every resource of every audit. */
export const MAX_EXCLUSIONS = 100;
