import * as z from 'zod';
import { base64urlOf32Bytes } from './envelope.schema.js';

export const ecPublicNumbersSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: base64urlOf32Bytes,
  y: base64urlOf32Bytes,
});

export const rsaPublicNumbersSchema = z.object({
  kty: z.literal('RSA'),
  /** 384 or 512 bytes: 3072 bits match the strength of P-256, more than 4096 only costs time. */
  n: z.string().regex(/^(?:[A-Za-z0-9_-]{512}|[A-Za-z0-9_-]{683})$/),
  e: z.literal('AQAB'),
});

const publicNumbersSchema = z.discriminatedUnion('kty', [ecPublicNumbersSchema, rsaPublicNumbersSchema]);

/** The mathematics of a public JWK, without what we say about it. */
export type PublicNumbers = Readonly<z.infer<typeof publicNumbersSchema>>;

/**
 * Takes the public numbers out of a JWK, private ones and all other members left behind.
 * @throws ZodError when the key is of another type, curve or size
 */
export function publicNumbersOf(jwk: unknown): PublicNumbers {
  return publicNumbersSchema.parse(jwk);
}

/** The exact text whose SHA-256 is a key's thumbprint (RFC 7638 §3): required members, in order, without white space. */
export function thumbprintText(numbers: PublicNumbers): string {
  switch (numbers.kty) {
    case 'EC':
      return JSON.stringify({ crv: numbers.crv, kty: numbers.kty, x: numbers.x, y: numbers.y });
    case 'RSA':
      return JSON.stringify({ e: numbers.e, kty: numbers.kty, n: numbers.n });
    default:
      return numbers satisfies never;
  }
}
