import { createPrivateKey, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Cloud } from '@vitrine/crypto-envelope';
import { OpeningKeyError } from './open-error.js';
import { parseOpeningKeySet, type OpeningKey, type OpeningKeySet } from './opening-key-set.js';
import { unwrapWith } from './unwrap-with.js';
import type { Unwrapper } from './unwrapper.js';

interface HeldKey {
  readonly alg: OpeningKey['alg'];
  readonly cloud: Cloud;
  readonly privateKey: KeyObject;
}

/**
 * Keys from private JWK Set files, read once; a worker gets the file of the cloud it serves, an embedded one all three.
 * `/dev/fd/3` works too, so that a parent can hand the keys over without a file.
 * @throws OpeningKeyError when a file is readable by everybody, is missing, or holds no valid set
 */
export function localKeyProvider({ files }: { readonly files: readonly string[] }): Unwrapper {
  return keyProviderOf({ keys: files.flatMap((file) => [...readKeyFile(file).keys]) });
}

/** An unwrapper over keys already in memory: mounted secrets, and tests. */
export function keyProviderOf(keySet: OpeningKeySet): Unwrapper {
  const held = new Map<string, HeldKey>(
    parseOpeningKeySet(keySet).keys.map((key) => [key.kid, { alg: key.alg, cloud: key.cloud, privateKey: importPrivateKey(key) }]),
  );
  return {
    kidsFor: (cloud) => new Set([...held].filter(([, key]) => key.cloud === cloud).map(([kid]) => kid)),
    // Async so that a refusal is a rejection, as with a key service.
    unwrap: async (wrapped) => {
      const key = held.get(wrapped.kid);
      // Attack: `alg` swapped so that an EC key's envelope reaches another primitive.
      if (key?.alg !== wrapped.alg) throw new OpeningKeyError('no such key');
      return unwrapWith(key.privateKey, wrapped);
    },
  };
}

function importPrivateKey(key: OpeningKey): KeyObject {
  try {
    return createPrivateKey({ key: { ...key }, format: 'jwk' });
  } catch {
    throw new OpeningKeyError('a key does not import');
  }
}

function readKeyFile(file: string): OpeningKeySet {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    throw new OpeningKeyError(`${file}: cannot be read`);
  }
  try {
    // Attack: another user of the machine reads the key, or a group member replaces it. The group may read: mounted secrets need it.
    if ((fstatSync(descriptor).mode & 0o027) !== 0) {
      throw new OpeningKeyError(`${file}: must be closed to others and to writing by its group (mode 0600 or 0440)`);
    }
    return parseOpeningKeySet(JSON.parse(readFileSync(descriptor, 'utf8')));
  } catch (error) {
    // A JSON error quotes the text around it, which here is a private key.
    throw error instanceof OpeningKeyError ? new OpeningKeyError(`${file}: ${error.message}`) : new OpeningKeyError(`${file}: is not JSON`);
  } finally {
    closeSync(descriptor);
  }
}
