import { cloudOf, clouds, credentialKinds, EnvelopeError, currentSealingKey, type Cloud, type SealingKey, type SealingKeySet } from '@vitrine/crypto-envelope';
import type { Unwrapper } from '@vitrine/crypto-open';

/** What is to be done for one cloud: everything under these keys goes to that one. */
export interface CloudWork {
  readonly cloud: Cloud;
  readonly oldKids: readonly string[];
  readonly to: SealingKey;
}

/**
 * Old is what we can open and what is not published any more: `next` stays, since a client may seal to it already. A cloud whose current key
 * is not in force has no work: nothing could be sealed.
 */
export function workOf(published: SealingKeySet, unwrapper: Unwrapper, now: Date): CloudWork[] {
  return clouds.flatMap((cloud) => {
    const live = new Set(published.keys.filter((key) => key.cloud === cloud).map(({ kid }) => kid));
    const oldKids = [...unwrapper.kidsFor(cloud)].filter((kid) => !live.has(kid));
    const to = keyInForce(published, cloud, now);
    return oldKids.length === 0 || to === null ? [] : [{ cloud, oldKids, to }];
  });
}

function keyInForce(published: SealingKeySet, cloud: Cloud, now: Date): SealingKey | null {
  const kind = credentialKinds.find((each) => cloudOf(each) === cloud);
  if (kind === undefined) return null;
  try {
    return currentSealingKey(published, kind, now);
  } catch (error) {
    if (error instanceof EnvelopeError) return null;
    throw error;
  }
}
