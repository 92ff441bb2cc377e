import { auditIdSchema, connectionIdSchema, jobIdSchema, jobKindSchema } from '@vitrine/contracts';
import { z } from 'zod';

export const deadLetterQuerySchema = { auditId: auditIdSchema.optional(), connectionId: connectionIdSchema.optional() };

/** A job of an audit that was given up: what it was, how far it came, and what it failed of. Its row is kept as it was. */
export const deadLetterSchema = z
  .strictObject({
    id: jobIdSchema,
    auditId: auditIdSchema,
    connectionId: connectionIdSchema,
    kind: jobKindSchema,
    reader: z.string().nullable(),
    scope: z.string().nullable(),
    /** Stable code of what its last attempt failed of; `holders-lost` where the workers that held it died. null: of a release that did not keep it. */
    cause: z.string().nullable(),
    attempts: z.number().int(),
    lostHolders: z.number().int(),
    /** Pages that it committed; their findings stand. */
    pages: z.number().int(),
    createdAt: z.string(),
    diedAt: z.string(),
    /** The audit that replays it; null: none does. */
    replayedBy: auditIdSchema.nullable(),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetter = z.infer<typeof deadLetterSchema>;
