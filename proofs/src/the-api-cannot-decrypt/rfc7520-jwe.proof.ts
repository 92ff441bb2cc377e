import { createPrivateKey, createPublicKey, diffieHellman, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkEnvelope, EnvelopeError } from '@vitrine/crypto-envelope';
import { contentKeyFromAgreement } from '@vitrine/crypto-open';
import { z } from 'zod';
import type { Attempt, Proof } from '../proof.js';
import { unwrapObediently } from './obedient-unwrapper.js';
import { alphaRow } from './two-rows.js';

const jwk = z.looseObject({ kty: z.string() });
const caseSchema = z.object({
  section: z.string(),
  protected: z.record(z.string(), z.unknown()).optional(),
  beside: z.record(z.string(), z.unknown()).optional(),
  fault: z.string(),
  key: jwk.optional(),
  encryptedKey: z.string().optional(),
  contentKey: z.string().optional(),
});
const fileSchema = z.object({
  agreement: z.object({ key: jwk, epk: jwk, encryptedKey: z.string(), contentKey: z.string() }),
  cases: z.array(caseSchema).length(13),
});
type Case = z.infer<typeof caseSchema>;

export const proof: Proof = {
  attack: 'the 13 JWE examples of RFC 7520 §5, none of which uses our format',
  expected:
    '13 of 13 refused, each at the step named beside it, 0 content keys out; the one published key agreement that is ours gives the published content key',
  pace: 'quick',
  mutation: { removes: 'the allow-list of algorithms (an unwrapper that does what the header says)' },
  async attempt({ guard }) {
    const { agreement, cases } = fileSchema.parse(
      JSON.parse(await readFile(join(import.meta.dirname, '../../../libs/crypto/vectors/rfc7520-jwe.json'), 'utf8')),
    );
    const shared = diffieHellman({
      privateKey: createPrivateKey({ key: agreement.key, format: 'jwk' }),
      publicKey: createPublicKey({ key: agreement.epk, format: 'jwk' }),
    });
    const agreed = contentKeyFromAgreement(shared, Buffer.from(agreement.encryptedKey, 'base64url')).toString('base64url') === agreement.contentKey;
    const asNamed = guard === 'standing' ? cases.filter((each) => faultOf(each) === each.fault).length : 0;
    const contentKeys = cases.filter((each) => hasContentKeyOut(guard, each)).length;
    return {
      held: asNamed === 13 && contentKeys === 0 && agreed,
      seen: `${String(asNamed)} of 13 refused as named, ${String(contentKeys)} content keys out; published agreement ${agreed ? 'reproduced' : 'missed'}`,
    };
  },
};

function hasContentKeyOut(guard: Attempt['guard'], { protected: header, key, encryptedKey, contentKey }: Case): boolean {
  // Ours refuses before any key is touched.
  if (guard === 'standing' || key === undefined) return false;
  return unwrapObediently(header, key, Buffer.from(encryptedKey ?? '', 'base64url')).toString('base64url') === contentKey;
}

/** The example's header and members around bytes of our sizes, so that nothing but its algorithms can be what is refused. */
function faultOf({ protected: header, beside = {} }: Case): string {
  const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
  const kid = random(32);
  const encoded = Buffer.from(JSON.stringify({ ...header, kid })).toString('base64url');
  const members = {
    ...(header === undefined ? {} : { protected: encoded }),
    encrypted_key: random(40),
    iv: random(12),
    ciphertext: random(160),
    tag: random(16),
  };
  try {
    checkEnvelope({ ...members, ...beside }, alphaRow, new Set([kid]));
    return 'accepted';
  } catch (error) {
    return error instanceof EnvelopeError ? error.fault : String(error);
  }
}
