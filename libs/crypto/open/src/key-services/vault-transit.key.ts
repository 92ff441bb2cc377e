import { z } from 'zod';
import { OpeningKeyError } from '../open-error.js';
import { KeyServiceUnavailable } from '../unwrapper.js';
import type { KeyAtService } from './key-at-service.js';
import { jsonOf, type KeyServiceAnswer, type KeyServiceClient } from './key-service-client.js';

export interface VaultTransitKeyOptions {
  /** Mount of the transit engine, `transit` by default in Vault. */
  readonly mount: string;
  readonly keyName: string;
  /** Version of that key: an epoch is a version, and its thumbprint is that version's. */
  readonly keyVersion: number;
  readonly namespace?: string;
  readonly client: KeyServiceClient;
  /** Asked before every call, so that a renewed token needs no restart. @throws when there is none now */
  readonly token: () => string;
}

/** An rsa-3072 key in Vault or OpenBao transit (OAEP with SHA-256). Its token needs `update` on `<mount>/decrypt/<key>` alone. */
export function vaultTransitKey(options: VaultTransitKeyOptions): KeyAtService {
  const path = `/v1/${options.mount}/decrypt/${options.keyName}`;
  return {
    unwrap: async ({ alg, encryptedKey }) => {
      if (alg !== 'RSA-OAEP-256') throw new OpeningKeyError('transit decrypts RSA only');
      const ciphertext = `vault:v${String(options.keyVersion)}:${Buffer.from(encryptedKey).toString('base64')}`;
      const answer = await options.client.post(path, headersOf(options), JSON.stringify({ ciphertext }));
      if (answer.status !== 200) throw refusalOf(answer);
      const parsed = plaintextSchema.safeParse(jsonOf(answer));
      answer.body.fill(0);
      if (!parsed.success) throw new KeyServiceUnavailable('not an answer');
      return Buffer.from(parsed.data.data.plaintext, 'base64');
    },
  };
}

const plaintextSchema = z.object({ data: z.object({ plaintext: z.base64().min(1) }) });
const errorSchema = z.object({ errors: z.array(z.string()) });

function headersOf({ token, namespace }: VaultTransitKeyOptions): Record<string, string> {
  try {
    return {
      'content-type': 'application/json',
      'x-vault-request': 'true',
      'x-vault-token': token(),
      ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
    };
  } catch {
    throw new KeyServiceUnavailable('no token');
  }
}

/**
 * Vault answers a wrong RSA ciphertext with 500 and this sentence, as it does faults of its own without it. Sealed, standby, an ended token,
 * a trimmed or unknown version say nothing about the envelope.
 */
function refusalOf(answer: KeyServiceAnswer): Error {
  const error = errorSchema.safeParse(jsonOf(answer));
  const aboutCiphertext = error.success && error.data.errors.some((text) => text.includes('failed to RSA decrypt the ciphertext'));
  return aboutCiphertext ? new OpeningKeyError('refused by the key service') : new KeyServiceUnavailable('refused to answer');
}
