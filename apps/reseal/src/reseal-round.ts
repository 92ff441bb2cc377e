import type { Cloud, SealingKeySet } from '@vitrine/crypto-envelope';
import { countOldEnvelopes } from './count-old-envelopes.js';
import { workOf, type CloudWork } from './old-keys.js';
import { organizations } from './organizations.js';
import { noCounts, sum, type ResealCounts } from './reseal-counts.js';
import { resealOrganization, type Answered, type Resealer } from './reseal-organization.js';

export interface CloudRound extends ResealCounts {
  readonly cloud: Cloud;
  /** Envelopes that still lie under an old key after the round. An old key may be destroyed at 0, and not before. */
  readonly waiting: number;
}

export interface RoundOptions extends Resealer {
  readonly published: SealingKeySet;
  /** Organizations at a time. */
  readonly concurrency: number;
  readonly now: Date;
}

/** One walk over all organizations. Safe to break off and to repeat: what is done is no longer old. */
export async function resealRound(options: RoundOptions): Promise<CloudRound[]> {
  const rounds: CloudRound[] = [];
  for (const work of workOf(options.published, options.unwrapper, options.now)) {
    const counts = await resealCloud(options, work);
    rounds.push({ cloud: work.cloud, ...counts, waiting: await countOldEnvelopes(options.pool, work) });
  }
  return rounds;
}

/** Some organizations at a time: while one waits for its commit, another one's envelopes are opened. */
async function resealCloud(options: RoundOptions, work: CloudWork): Promise<ResealCounts> {
  const ids = organizations(options.pool);
  const service: Answered = { answered: false };
  let counts = noCounts;
  const lane = async (): Promise<void> => {
    while (!options.signal.aborted && counts.unavailable === 0) {
      // Generators queue concurrent calls, so that no organization is handed out twice.
      const next = await ids.next();
      if (next.done === true) return;
      const done = await resealOrganization(options, next.value, work, service);
      counts = sum(counts, done);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, lane));
  return counts;
}
