import * as z from 'zod';
import { cloudOf, cloudSchema, type CredentialKind } from './credential-kind.js';
import { EnvelopeError } from './envelope-error.js';
import { base64urlOf32Bytes } from './envelope.schema.js';
import { ecPublicNumbersSchema, rsaPublicNumbersSchema } from './public-numbers.js';

/** Seconds since 1970 (RFC 7519 NumericDate). */
const numericDateSchema = z.int().min(0).max(253_402_300_799);

const sharedMembers = {
  /** RFC 7638 SHA-256 thumbprint. */
  kid: base64urlOf32Bytes,
  use: z.literal('enc'),
  nbf: numericDateSchema,
  exp: numericDateSchema,
  status: z.enum(['current', 'next']),
  /** One key per cloud: a worker that serves AWS holds no key that opens an Azure envelope. */
  cloud: cloudSchema,
};

/** The opening side extends these two with the private members. */
export const ecSealingKeySchema = z.strictObject({
  ...ecPublicNumbersSchema.shape,
  alg: z.literal('ECDH-ES+A256KW'),
  ...sharedMembers,
});
export const rsaSealingKeySchema = z.strictObject({
  ...rsaPublicNumbersSchema.shape,
  alg: z.literal('RSA-OAEP-256'),
  ...sharedMembers,
});

/** A published key. Strict, so a private member (`d`) published by mistake is refused instead of passed on. */
export const sealingKeySchema = z.discriminatedUnion('kty', [ecSealingKeySchema, rsaSealingKeySchema]);
export type SealingKey = Readonly<z.infer<typeof sealingKeySchema>>;

/** The JWK Set at `GET /v1/sealing-keys`. */
export const sealingKeySetSchema = z
  .strictObject({ keys: z.array(sealingKeySchema).max(16) })
  .refine(({ keys }) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'a kid appears twice')
  .refine(({ keys }) => new Set(keys.map(({ cloud, status }) => `${cloud} ${status}`)).size === keys.length, 'a cloud has one current and one next key');
export type SealingKeySet = Readonly<z.infer<typeof sealingKeySetSchema>>;

/**
 * Reads a key set, for instance as fetched from the API.
 * @throws EnvelopeError `sealing-key-stale` when it is not one
 */
export function parseSealingKeySet(input: unknown): SealingKeySet {
  const parsed = sealingKeySetSchema.safeParse(input);
  if (!parsed.success) throw new EnvelopeError('key-set');
  return parsed.data;
}

/**
 * The key to seal a credential of this kind with: the current one of its cloud.
 * @throws EnvelopeError `sealing-key-stale` when there is none in force at `now`
 */
export function currentSealingKey(keySet: SealingKeySet, kind: CredentialKind, now: Date): SealingKey {
  const seconds = now.getTime() / 1000;
  const key = keySet.keys.find(({ cloud, status, nbf, exp }) => cloud === cloudOf(kind) && status === 'current' && nbf <= seconds && seconds < exp);
  if (key === undefined) throw new EnvelopeError('key-absent');
  return key;
}

/** Thumbprints under which the API takes an envelope of this kind: the cloud's current and next key, until they expire. */
export function acceptedKids(keySet: SealingKeySet, kind: CredentialKind, now: Date): ReadonlySet<string> {
  const seconds = now.getTime() / 1000;
  const ofCloud = keySet.keys.filter(({ cloud, exp }) => cloud === cloudOf(kind) && seconds < exp);
  return new Set(ofCloud.map(({ kid }) => kid));
}
