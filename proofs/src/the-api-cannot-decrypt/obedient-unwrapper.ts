import { createDecipheriv, createHash, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { z } from 'zod';

const headerSchema = z.looseObject({ alg: z.string(), enc: z.string(), epk: z.looseObject({ kty: z.string() }).optional() });
const keySchema = z.looseObject({ kty: z.string() });
const octetsSchema = z.looseObject({ k: z.string().default('') });

const octets: Readonly<Record<string, number>> = { A128GCM: 16, 'A128CBC-HS256': 32 };

/**
 * What an allow-list prevents: an unwrapper that does whatever the header names (RFC 7518 §4.4 to §4.6), the sender's choice of primitive.
 * @throws Error for an algorithm that even it does not know, or a key that does not fit
 */
export function unwrapObediently(header: unknown, jwk: unknown, encryptedKey: Buffer): Buffer {
  const { alg, enc, epk } = headerSchema.parse(header);
  const key = keySchema.parse(jwk);
  const symmetric = Buffer.from(octetsSchema.parse(jwk).k, 'base64url');
  const agreed = (name: string, bytes: number): Buffer => {
    const secret = diffieHellman({ privateKey: createPrivateKey({ key, format: 'jwk' }), publicKey: createPublicKey({ key: epk ?? {}, format: 'jwk' }) });
    return concatKdf(secret, name, bytes);
  };
  switch (alg) {
    case 'dir':
      return symmetric;
    case 'A128KW':
      return unwrapAes128(symmetric, encryptedKey);
    case 'ECDH-ES':
      return agreed(enc, octets[enc] ?? 0);
    case 'ECDH-ES+A128KW':
      return unwrapAes128(agreed(alg, 16), encryptedKey);
    default:
      throw new Error(`not even here: ${alg}`);
  }
}

function unwrapAes128(key: Buffer, wrapped: Buffer): Buffer {
  const unwrap = createDecipheriv('id-aes128-wrap', key, Buffer.alloc(8, 0xa6));
  return Buffer.concat([unwrap.update(wrapped), unwrap.final()]);
}

function concatKdf(secret: Buffer, name: string, bytes: number): Buffer {
  const uint32 = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    buffer.writeUInt32BE(value);
    return buffer;
  };
  const info = Buffer.concat([uint32(name.length), Buffer.from(name), uint32(0), uint32(0), uint32(bytes * 8)]);
  return createHash('sha256').update(uint32(1)).update(secret).update(info).digest().subarray(0, bytes);
}
