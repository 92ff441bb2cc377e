import { EnvelopeError, publicNumbersOf, sealingKeySchema, type SealingKey } from '@vitrine/crypto-envelope';
import type { CryptoKey } from 'jose';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { importJWK } from 'jose/key/import';

/**
 * Checks a published key and makes it ready to seal with. Only its public numbers are imported.
 * @throws EnvelopeError `sealing-key-stale` when it is malformed, or its `kid` is not its thumbprint
 */
export async function importSealingKey(input: SealingKey): Promise<CryptoKey> {
  const parsed = sealingKeySchema.safeParse(input);
  if (!parsed.success) throw new EnvelopeError('key-set');
  const key = parsed.data;
  const numbers = publicNumbersOf(key);
  // Attack: a key under another key's id; people compare the id they see with the one published elsewhere.
  if ((await calculateJwkThumbprint(numbers, 'sha256')) !== key.kid) throw new EnvelopeError('key-thumbprint');
  const imported = await importJWK(numbers, key.alg).catch(() => null);
  if (imported === null || imported instanceof Uint8Array) throw new EnvelopeError('key-set');
  return imported;
}
