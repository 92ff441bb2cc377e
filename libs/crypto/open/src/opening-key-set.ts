import { createHash } from 'node:crypto';
import { base64urlOf32Bytes, ecSealingKeySchema, rsaSealingKeySchema, thumbprintText, type PublicNumbers } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import { OpeningKeyError } from './open-error.js';

const integer = z.string().regex(/^[A-Za-z0-9_-]{1,683}$/);

/** A private key that an unwrapper keeps past its epoch until its last envelope is re-sealed, so `retired` joins the statuses. */
export const openingKeyStatusSchema = z.enum(['current', 'next', 'retired']);

const ecOpeningKeySchema = z.strictObject({ ...ecSealingKeySchema.shape, status: openingKeyStatusSchema, d: base64urlOf32Bytes });
const rsaOpeningKeySchema = z.strictObject({
  ...rsaSealingKeySchema.shape,
  status: openingKeyStatusSchema,
  d: integer,
  p: integer,
  q: integer,
  dp: integer,
  dq: integer,
  qi: integer,
});

export const openingKeySchema = z.discriminatedUnion('kty', [ecOpeningKeySchema, rsaOpeningKeySchema]);
export type OpeningKey = Readonly<z.infer<typeof openingKeySchema>>;

/** A private JWK Set: what a worker's key file holds. Several retired keys of one cloud may stand beside one another. */
export const openingKeySetSchema = z.strictObject({ keys: z.array(openingKeySchema).min(1).max(64) });
export type OpeningKeySet = Readonly<z.infer<typeof openingKeySetSchema>>;

/**
 * Reads a private key set.
 * @throws OpeningKeyError without quoting the set
 */
export function parseOpeningKeySet(input: unknown): OpeningKeySet {
  const parsed = openingKeySetSchema.safeParse(input);
  if (!parsed.success) throw new OpeningKeyError('the key set is malformed');
  const kids = new Set<string>();
  for (const key of parsed.data.keys) {
    if (thumbprint(key) !== key.kid) throw new OpeningKeyError('a kid is not the thumbprint of its key');
    // Attack, or a slip: one key listed under two clouds would open for both workers.
    if (kids.has(key.kid)) throw new OpeningKeyError('a key appears twice');
    kids.add(key.kid);
  }
  return parsed.data;
}

/** RFC 7638 SHA-256 thumbprint of a key, base64url. */
export function thumbprint(numbers: PublicNumbers): string {
  return createHash('sha256').update(thumbprintText(numbers)).digest('base64url');
}
