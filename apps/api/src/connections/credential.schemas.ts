import { connectionIdSchema, credentialKindSchema } from '@vitrine/contracts';
import { z } from 'zod';

const members = z.record(z.string().max(60), z.unknown());

/**
 * Either plaintext over TLS, which is sealed at once and forgotten, or an envelope sealed by the caller for exactly this connection and version.
 * The ids of a keyless kind are no secret: they come as `credential`, always.
 * What is inside is judged by the packages of the format, whose errors quote no value.
 */
export const submitCredentialSchema = z
  .union([z.strictObject({ credential: members }), z.strictObject({ envelope: members })], 'credential-or-envelope')
  .meta({ id: 'SubmitCredential' });
export type SubmitCredential = z.infer<typeof submitCredentialSchema>;

/** What is said of a stored credential: never a byte of it. */
export const submittedSchema = z
  .strictObject({
    connectionId: connectionIdSchema,
    version: z.number().int(),
    kind: credentialKindSchema,
    /** Null for a keyless kind: nothing was sealed. */
    kid: z.string().nullable(),
    sealedByClient: z.boolean(),
    /** SHA-256 of the sealed blob, as the erasure receipt will name it; null where there is none. */
    sha256: z.string().nullable(),
    expiresAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'SubmittedCredential' });
export type Submitted = z.infer<typeof submittedSchema>;
