import { unwrapperOf, type HeldKey } from './held-keys.js';
import { readKeyFile } from './key-file.js';
import { keyAtService, namesServiceKeys, parseServiceKeySet } from './key-services/service-key-set.js';
import { keysInMemory } from './local-key-provider.js';
import { parseOpeningKeySet } from './opening-key-set.js';
import type { Unwrapper } from './unwrapper.js';

/**
 * Keys from files, each a private JWK Set or a set that names keys at AWS KMS or Vault; a worker gets the files of the clouds it serves.
 * An old epoch in a file and a new one at a service may stand beside one another.
 * @throws OpeningKeyError when a file is readable by everybody, is missing, holds no valid set, or two files hold one key
 */
export function fileKeyProvider({ files }: { readonly files: readonly string[] }): Unwrapper {
  return unwrapperOf(files.flatMap((file) => readKeyFile(file, keysIn)));
}

function keysIn(json: unknown): readonly HeldKey[] {
  if (!namesServiceKeys(json)) return keysInMemory(parseOpeningKeySet(json));
  return parseServiceKeySet(json).keys.map((key) => ({ kid: key.kid, alg: key.alg, cloud: key.cloud, ...keyAtService(key) }));
}
