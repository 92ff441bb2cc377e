import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkEnvelope, EnvelopeError } from '@vitrine/crypto-envelope';
import { compactDecrypt, importJWK } from 'jose';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { alphaRow } from './two-rows.js';

const file = join(process.env['VITRINE_SHARED'] ?? join(import.meta.dirname, '../../../../shared'), 'samples/wycheproof/json_web_encryption_test.json');
const fileSchema = z.object({
  testGroups: z.array(
    z.object({
      private: z.looseObject({ kty: z.string() }),
      tests: z.array(z.object({ jwe: z.string(), result: z.enum(['valid', 'invalid']) })),
    }),
  ),
});

export const proof: Proof = {
  attack: 'the 139 JWE vectors of Project Wycheproof, read where they lie',
  expected: '139 of 139 refused before a key is touched: another algorithm, another cipher, or no row',
  pace: 'quick',
  mutation: { removes: 'the strict envelope (a JWE library without allow-lists, given the vector’s key)' },
  async attempt({ guard, say }) {
    if (!existsSync(file)) {
      say(`NOT TESTED: Wycheproof’s JWE vectors, no ${file} (set VITRINE_SHARED)`);
      return { held: guard === 'standing', seen: 'NOT TESTED: the vectors are not on this machine' };
    }
    const { testGroups } = fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    const vectors = testGroups.flatMap(({ private: key, tests }) => tests.map(({ jwe }) => ({ key, jwe })));
    let refused = 0;
    for (const { key, jwe } of vectors) if (guard === 'standing' ? isRefused(jwe) : !(await opens(jwe, key))) refused += 1;
    return { held: vectors.length === 139 && refused === 139, seen: `${String(refused)} of ${String(vectors.length)} refused` };
  },
};

function isRefused(jwe: string): boolean {
  const [header = '', encryptedKey = '', iv = '', ciphertext = '', tag = ''] = jwe.split('.');
  try {
    checkEnvelope({ protected: header, encrypted_key: encryptedKey, iv, ciphertext, tag }, alphaRow, new Set());
    return false;
  } catch (error) {
    // `kid-unknown` would mean that its header had passed.
    return error instanceof EnvelopeError && error.fault !== 'kid-unknown';
  }
}

async function opens(jwe: string, { alg: _alg, ...key }: { readonly kty: string; readonly alg?: unknown }): Promise<boolean> {
  try {
    // The header is the sender's; that the library believes it is the point.
    const { alg } = z.object({ alg: z.string() }).parse(JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()));
    await compactDecrypt(jwe, await importJWK(key, alg));
    return true;
  } catch {
    return false;
  }
}
