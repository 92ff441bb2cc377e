import type { TestDatabase } from '@vitrine/testing';
import { resealRound, type CloudRound, type RoundOptions } from '../reseal-round.js';
import type { TwoEpochs } from './epochs.js';

/** One round over a test's database, by the re-sealer's own role, from the first epoch to the second. @param more over what is usual */
export async function roundIn(database: TestDatabase, epochs: TwoEpochs, more: Partial<RoundOptions> = {}): Promise<CloudRound[]> {
  const usual = { unwrapper: epochs.both, unreadable: new Set<string>(), concurrency: 2, now: new Date(), signal: new AbortController().signal };
  return await resealRound({ pool: database.poolFor('vitrine_reseal'), published: epochs.published, ...usual, ...more });
}
