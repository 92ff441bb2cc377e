import { createLocalKeySet } from '@vitrine/crypto-open';
import { sealCredential } from '@vitrine/crypto-seal';
import { z } from 'zod';
import type { Attempt, Proof } from '../proof.js';
import { alphaRow, roleCredential } from './two-rows.js';

const epkSchema = z.object({ epk: z.object({ x: z.string() }) });
const counts: Readonly<Record<Attempt['pace'], number>> = { quick: 200, whole: 2_000, soak: 100_000 };

/** One GCM key per message is why 96-bit random IVs are safe here (SP 800-38D): a cached content key would end that. */
export const proof: Proof = {
  attack: '2,000 seals of the same credential for the same row to the same key (100,000 with --soak)',
  expected: 'as many distinct ephemeral keys, IVs and wrapped keys as seals',
  pace: 'whole',
  mutation: { removes: 'the randomness of each seal (a sealer that keeps its ephemeral key and content key)' },
  async attempt({ guard, pace }) {
    // Without randomness the second seal shows it.
    const count = guard === 'removed' ? counts.quick : counts[pace];
    const { publicJwks } = await createLocalKeySet();
    const key = publicJwks.keys.find(({ cloud }) => cloud === 'aws');
    if (key === undefined) throw new Error('no sealing key');
    const restore = guard === 'removed' ? rememberRandomness() : (): void => undefined;
    const seen = { epk: new Set<string>(), iv: new Set<string>(), encryptedKey: new Set<string>() };
    try {
      for (let sealed = 0; sealed < count; sealed += 1) {
        const { envelope } = await sealCredential({ credential: roleCredential, context: alphaRow, key });
        seen.epk.add(epkSchema.parse(JSON.parse(Buffer.from(envelope.protected, 'base64url').toString())).epk.x);
        seen.iv.add(envelope.iv);
        seen.encryptedKey.add(envelope.encrypted_key);
      }
    } finally {
      restore();
    }
    const sizes = [seen.epk.size, seen.iv.size, seen.encryptedKey.size];
    return {
      held: sizes.every((size) => size === count),
      seen: `${String(count)} seals: ${String(sizes[0])} epk, ${String(sizes[1])} iv, ${String(sizes[2])} encrypted_key`,
    };
  },
};

/** Makes the platform answer every draw as it answered the first of its kind. Returns what undoes it. */
function rememberRandomness(): () => void {
  const { subtle } = globalThis.crypto;
  const draw = globalThis.crypto.getRandomValues;
  const generate = subtle.generateKey;
  const pairs = new Map<string, unknown>();
  Object.assign(globalThis.crypto, {
    getRandomValues: <T extends Uint8Array>(array: T): T => {
      array.fill(7);
      return array;
    },
  });
  Object.assign(subtle, {
    generateKey: async (...request: Parameters<typeof generate>) => {
      const name = JSON.stringify(request[0]);
      if (!pairs.has(name)) pairs.set(name, await generate.apply(subtle, request));
      return pairs.get(name);
    },
  });
  return () => {
    Object.assign(globalThis.crypto, { getRandomValues: draw });
    Object.assign(subtle, { generateKey: generate });
  };
}
