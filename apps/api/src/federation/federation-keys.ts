import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);

/**
 * The public half of a key that signs assertions. Strict: a file that also holds `d` is the workers' own, and an API that could read it could sign in
 * to every customer's cloud.
 */
const publicKeySchema = z.strictObject({
  kty: z.literal('RSA'),
  use: z.literal('sig'),
  alg: z.literal('RS256'),
  kid: z.string().regex(/^[A-Za-z0-9._-]{4,128}$/),
  n: base64url.min(342).max(1400),
  e: z.literal('AQAB'),
});
export const federationKeySetSchema = z
  .strictObject({ keys: z.array(publicKeySchema).min(1).max(4) })
  .refine(({ keys }) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'a kid twice')
  .meta({ id: 'FederationKeySet' });
export type FederationKeySet = z.infer<typeof federationKeySetSchema>;

/**
 * The keys that clouds check assertions with: the one in use and, around a change, its neighbour. Read at each asking, so that a change needs no
 * restart, unless the file itself is mounted: a mount of before shows the file of before, and the container must be made anew (docs/keyless.md).
 */
export class FederationKeys {
  private constructor(private readonly file: string | undefined) {}

  /**
   * @param file public JWK Set; without one the documents are not served here
   * @throws VitrineError `config-invalid` at the start when it is not one of public keys alone
   */
  static fromFile(file: string | undefined): FederationKeys {
    const keys = new FederationKeys(file);
    keys.published();
    return keys;
  }

  published(): FederationKeySet | 'not-served' {
    if (this.file === undefined) return 'not-served';
    const parsed = federationKeySetSchema.safeParse(readJson(this.file));
    if (!parsed.success || !parsed.data.keys.every(({ n, e }) => isRsa(n, e))) throw invalid();
    return parsed.data;
  }
}

function isRsa(n: string, e: string): boolean {
  try {
    return (createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }).asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  } catch {
    return false;
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function invalid(): VitrineError {
  return new VitrineError({
    code: 'config-invalid',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'VITRINE_FEDERATION_KEYS_FILE: not a JWK Set of public RSA keys alone (kty, use, alg, kid, n, e)',
  });
}
