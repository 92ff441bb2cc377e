import * as z from 'zod';
import { credentialVersionSchema, lowerCaseUuidSchema } from './credential-context.js';
import { credentialKindSchema } from './credential-kind.js';

/** The flattened JWE (RFC 7516 §7.2.2), exactly five members. */
export const envelopeSchema = z.strictObject({
  protected: z.string().min(1),
  encrypted_key: z.string().min(1),
  iv: z.string().min(1),
  ciphertext: z.string().min(1),
  tag: z.string().min(1),
});
export type Envelope = Readonly<z.infer<typeof envelopeSchema>>;

/** 32 bytes in base64url; the last character can only be one of sixteen. */
export const base64urlOf32Bytes = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** The ephemeral public key of one seal. */
export const ephemeralKeySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: base64urlOf32Bytes,
  y: base64urlOf32Bytes,
});
export type EphemeralKey = Readonly<z.infer<typeof ephemeralKeySchema>>;

/** The row, repeated where the API can compare it without opening. */
const vitrineHeaderSchema = z.strictObject({
  v: z.literal(1),
  org: lowerCaseUuidSchema,
  con: lowerCaseUuidSchema,
  ver: credentialVersionSchema,
  knd: credentialKindSchema,
});

const sharedHeader = {
  enc: z.literal('A256GCM'),
  /** RFC 7638 SHA-256 thumbprint of the sealing key. */
  kid: base64urlOf32Bytes,
  typ: z.literal('vitrine-cred+jwe'),
  cty: z.literal('application/json'),
  vtr: vitrineHeaderSchema,
};

/**
 * The protected header, exactly. No `zip` (a bomb), `crit` (a rule the opener does not know), `jwk`, `jku`, `x5u`
 * (a key of the sender's choice), `p2c` (a loop of the sender's choice), `apu` or `apv` (a second context).
 */
export const protectedHeaderSchema = z.discriminatedUnion('alg', [
  z.strictObject({ alg: z.literal('ECDH-ES+A256KW'), epk: ephemeralKeySchema, ...sharedHeader }),
  z.strictObject({ alg: z.literal('RSA-OAEP-256'), ...sharedHeader }),
]);
export type ProtectedHeader = Readonly<z.infer<typeof protectedHeaderSchema>>;
export type KeyAlgorithm = ProtectedHeader['alg'];
