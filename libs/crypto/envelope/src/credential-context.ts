import * as z from 'zod';
import { credentialKindSchema } from './credential-kind.js';
import { EnvelopeError } from './envelope-error.js';

/** Lower case only: the associated data must have exactly one spelling. */
export const lowerCaseUuidSchema = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** Fits the database's integer. */
export const credentialVersionSchema = z.int().min(1).max(2_147_483_647);

/** Whose credential an envelope holds, and which one: exactly what the row says about itself. */
export const credentialContextSchema = z.object({
  organizationId: lowerCaseUuidSchema,
  connectionId: lowerCaseUuidSchema,
  version: credentialVersionSchema,
  kind: credentialKindSchema,
});
export type CredentialContext = Readonly<z.infer<typeof credentialContextSchema>>;

/**
 * Reads a context, for instance from a row; members beyond the four are dropped.
 * @throws EnvelopeError `envelope-context` when an id, the version or the kind has no valid form
 */
export function parseContext(input: unknown): CredentialContext {
  const parsed = credentialContextSchema.safeParse(input);
  if (!parsed.success) throw new EnvelopeError('context-form');
  return parsed.data;
}

/**
 * The bytes that bind an envelope to its row: `vitrine-cred/1|organization|connection|version|kind`, ASCII.
 * Fixed-width ids and an enumerated kind leave no second way to read it.
 * Never stored and never read from an envelope. Attack: a blob that carries its own opens in any row it is moved to.
 */
export function associatedData(context: CredentialContext): Uint8Array<ArrayBuffer> {
  const { organizationId, connectionId, version, kind } = parseContext(context);
  return new TextEncoder().encode(`vitrine-cred/1|${organizationId}|${connectionId}|${version}|${kind}`);
}
