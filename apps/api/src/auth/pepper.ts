import { createHmac, createSecretKey, generateKeySync, type KeyObject } from 'node:crypto';
import { jsonText } from '@vitrine/settings';
import { z } from 'zod';

export interface Pepper {
  readonly id: string;
  readonly key: KeyObject;
}

const pepperSchema = z
  .strictObject({ id: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/), key: z.string().regex(/^[A-Za-z0-9+/]{43,}={0,2}$/, 'not base64 of at least 32 bytes') })
  .transform(({ id, key }): Pepper => ({ id, key: createSecretKey(key, 'base64') }));

/** JSON text of at least one pepper, newest first. */
export const peppersSchema = jsonText.pipe(z.array(pepperSchema).min(1, 'empty'));

/** Stands in for a retired or unknown pepper, so that the work done does not tell which it was. */
const unknownPepper: Pepper = { id: 'unknown', key: generateKeySync('hmac', { length: 256 }) };

/** HMAC-SHA-256 of a token's secret. 256 random bits need no slow hash; the pepper makes a stolen table useless. */
export function pepperedHash(pepper: Pepper, secret: string): Buffer {
  return createHmac('sha256', pepper.key).update(secret).digest();
}

export function pepperOf(peppers: readonly Pepper[], id: string): Pepper {
  return peppers.find((pepper) => pepper.id === id) ?? unknownPepper;
}
