import type { Cloud, KeyAlgorithm } from '@vitrine/crypto-envelope';
import type { KeyAtService } from './key-services/key-at-service.js';
import { OpeningKeyError } from './open-error.js';
import type { Unwrapper } from './unwrapper.js';

/** A key that this process can ask, wherever it lies: in its own memory, or at a service. */
export interface HeldKey extends KeyAtService {
  readonly kid: string;
  readonly alg: KeyAlgorithm;
  readonly cloud: Cloud;
}

/** One face over many keys. @throws OpeningKeyError when two of them have one thumbprint */
export function unwrapperOf(keys: readonly HeldKey[]): Unwrapper {
  const held = new Map(keys.map((key) => [key.kid, key]));
  // Attack, or a slip: one key listed under two clouds would open for both workers.
  if (held.size !== keys.length) throw new OpeningKeyError('a key appears twice');
  return {
    kidsFor: (cloud) => new Set(keys.filter((key) => key.cloud === cloud).map(({ kid }) => kid)),
    // Async so that a refusal is a rejection, wherever the key lies.
    unwrap: async (wrapped) => {
      const key = held.get(wrapped.kid);
      // Attack: `alg` swapped so that an EC key's envelope reaches another primitive.
      if (key?.alg !== wrapped.alg) throw new OpeningKeyError('no such key');
      return await key.unwrap(wrapped);
    },
  };
}
