import { describe, expect, it } from '@jest/globals';
import { loadProofs } from './load-proofs.js';
import { runProof } from './run-proof.js';

/** What hangs ends here. One asks every operation of the API ten times, twice over, which takes a busy machine its minute. */
const PATIENCE_MS = 240_000;

const quick = (await loadProofs()).filter(({ proof }) => proof.pace === 'quick');

describe('the quick proofs of the promises', () => {
  it.each(quick)(
    '$promise: $id holds under its attack, and falls when its guard is removed',
    async (each) => {
      const row = await runProof(each, { seed: 20261122, pace: 'quick', say: () => undefined });
      expect(row).toMatchObject({ verdict: 'held' });
    },
    PATIENCE_MS,
  );
});
