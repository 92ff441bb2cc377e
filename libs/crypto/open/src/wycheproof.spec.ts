import { createDecipheriv, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { checkEnvelope, EnvelopeError, type EphemeralKey, type KeyAlgorithm } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import { alpha } from './fixtures/two-organizations.js';
import { unwrapWith } from './unwrap-with.js';

const shared = process.env['VITRINE_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const file = join(shared, 'samples/wycheproof/json_web_encryption_test.json');
const isThere = existsSync(file);
// eslint-disable-next-line no-console -- a checkout without the shared data must say what it did not test
if (!isThere) console.warn(`NOT TESTED: Wycheproof JWE vectors, no ${file} (set VITRINE_SHARED)`);

const vectorSchema = z.object({ tcId: z.int(), jwe: z.string(), pt: z.string().optional(), result: z.enum(['valid', 'invalid']) });
const fileSchema = z.object({
  testGroups: z.array(z.object({ private: z.looseObject({ kty: z.string() }), tests: z.array(vectorSchema) })),
});
const headerSchema = z.object({ alg: z.string().optional(), enc: z.string().optional(), epk: z.custom<EphemeralKey>().optional() });

interface Vector extends z.infer<typeof vectorSchema> {
  readonly jwk: { kty: string };
  readonly parts: readonly string[];
  readonly header: z.infer<typeof headerSchema>;
}

const vectors: Vector[] = !isThere
  ? []
  : fileSchema
      .parse(JSON.parse(readFileSync(file, 'utf8')))
      .testGroups.flatMap((group) => group.tests.map((test) => ({ ...test, jwk: group.private, parts: test.jwe.split('.'), header: headerOf(test.jwe) })));

function headerOf(jwe: string): Vector['header'] {
  try {
    return headerSchema.parse(JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()));
  } catch {
    return {};
  }
}

const isOurAlgorithm = (alg: string | undefined): alg is KeyAlgorithm => alg === 'ECDH-ES+A256KW' || alg === 'RSA-OAEP-256';
const gcmOf: Readonly<Record<string, 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm'>> = {
  A128GCM: 'aes-128-gcm',
  A192GCM: 'aes-192-gcm',
  A256GCM: 'aes-256-gcm',
};

function unwrap({ header, jwk, parts }: Vector): Buffer {
  if (!isOurAlgorithm(header.alg)) throw new Error('another algorithm');
  const encryptedKey = Buffer.from(parts[1] ?? '', 'base64url');
  return unwrapWith(createPrivateKey({ key: jwk, format: 'jwk' }), { alg: header.alg, kid: '', encryptedKey, epk: header.epk ?? null });
}

const contentKeySizes: Readonly<Record<string, number>> = {
  ...{ A128GCM: 16, A192GCM: 24, A256GCM: 32 },
  ...{ 'A128CBC-HS256': 32, 'A192CBC-HS384': 48, 'A256CBC-HS512': 64 },
};

(isThere ? describe : describe.skip)('Wycheproof JWE vectors, written by others', () => {
  it('our unwrapping finds the content key of every valid vector of our two key algorithms', () => {
    const ours = vectors.filter(({ result, header }) => result === 'valid' && isOurAlgorithm(header.alg));
    expect(ours.length).toBe(11);
    for (const vector of ours) {
      const contentKey = unwrap(vector);
      expect(contentKey.length).toBe(contentKeySizes[vector.header.enc ?? '']);
      const gcm = gcmOf[vector.header.enc ?? ''];
      if (gcm === undefined) continue; // AES-CBC is outside the format: its key size is all there is to compare.
      const [header = '', , iv = '', ciphertext = '', tag = ''] = vector.parts;
      const decipher = createDecipheriv(gcm, contentKey, Buffer.from(iv, 'base64url'));
      decipher.setAAD(Buffer.from(header)).setAuthTag(Buffer.from(tag, 'base64url'));
      const plaintext = Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]);
      expect(plaintext.toString('hex')).toBe(vector.pt);
    }
  });

  it('our unwrapping refuses each of those keys with one bit flipped', () => {
    for (const vector of vectors.filter(({ result, header }) => result === 'valid' && isOurAlgorithm(header.alg))) {
      const key = Buffer.from(vector.parts[1] ?? '', 'base64url');
      key.writeUInt8(key.readUInt8(9) ^ 1, 9);
      expect(() => unwrap({ ...vector, parts: vector.parts.with(1, key.toString('base64url')) })).toThrow();
    }
  });

  it('the format refuses every one of them at the header: another algorithm, another cipher, or no context', () => {
    expect(vectors.length).toBe(139);
    for (const { parts, header } of vectors) {
      const [encoded = '', encryptedKey = '', iv = '', ciphertext = '', tag = ''] = parts;
      const envelope = { protected: encoded, encrypted_key: encryptedKey, iv, ciphertext, tag };
      let fault = '';
      try {
        checkEnvelope(envelope, alpha, new Set());
      } catch (error) {
        fault = error instanceof EnvelopeError ? error.fault : String(error);
      }
      const isComplete = parts.length === 5 && parts.every((part) => part !== '');
      if (isComplete && header.alg !== undefined && JSON.stringify(envelope).length >= 200) {
        const expected = !isOurAlgorithm(header.alg) ? 'header-algorithm' : header.enc === 'A256GCM' ? /^header-/ : 'header-encryption';
        expect(fault).toMatch(expected);
      } else expect(fault).toMatch(/^(?:members|size-under|header-)/);
    }
  });
});
