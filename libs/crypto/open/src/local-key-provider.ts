import { createPrivateKey, type KeyObject } from 'node:crypto';
import { unwrapperOf, type HeldKey } from './held-keys.js';
import { readKeyFile } from './key-file.js';
import { OpeningKeyError } from './open-error.js';
import { parseOpeningKeySet, type OpeningKey, type OpeningKeySet } from './opening-key-set.js';
import { unwrapWith } from './unwrap-with.js';
import type { Unwrapper } from './unwrapper.js';

/**
 * Keys from private JWK Set files, read once; a worker gets the file of the cloud it serves, an embedded one all three.
 * @throws OpeningKeyError when a file is readable by everybody, is missing, or holds no valid set
 */
export function localKeyProvider({ files }: { readonly files: readonly string[] }): Unwrapper {
  return keyProviderOf({ keys: files.flatMap((file) => readKeyFile(file, (json) => [...parseOpeningKeySet(json).keys])) });
}

/** An unwrapper over keys already in memory: mounted secrets, and tests. */
export function keyProviderOf(keySet: OpeningKeySet): Unwrapper {
  return unwrapperOf(keysInMemory(parseOpeningKeySet(keySet)));
}

/** @throws OpeningKeyError when a key does not import */
export function keysInMemory({ keys }: OpeningKeySet): HeldKey[] {
  return keys.map((key) => {
    const privateKey = importPrivateKey(key);
    return { kid: key.kid, alg: key.alg, cloud: key.cloud, unwrap: async (wrapped) => unwrapWith(privateKey, wrapped) };
  });
}

function importPrivateKey(key: OpeningKey): KeyObject {
  try {
    return createPrivateKey({ key: { ...key }, format: 'jwk' });
  } catch {
    throw new OpeningKeyError('a key does not import');
  }
}
