import { describe, expect, it } from '@jest/globals';
import type { Outcome, Proof } from './proof.js';
import { runProof } from './run-proof.js';

const proofThat = (standing: Outcome, removed: Outcome): Proof => ({
  attack: 'an attack',
  expected: 'refused',
  pace: 'quick',
  mutation: { removes: 'the guard' },
  attempt: ({ guard }) => Promise.resolve(guard === 'standing' ? standing : removed),
});
const run = async (proof: Proof): Promise<string> =>
  (await runProof({ promise: 'references-only', id: 'a', proof }, { seed: 1, pace: 'quick', say: () => undefined })).verdict;

describe('a proof counts only if it can fail', () => {
  it('is held when the guard stops the attack and its removal lets it through', async () => {
    expect(await run(proofThat({ held: true, seen: '' }, { held: false, seen: '' }))).toBe('held');
  });
  it('is red when the attack gets past the standing guard', async () => {
    expect(await run(proofThat({ held: false, seen: '' }, { held: false, seen: '' }))).toBe('broken');
  });
  it('is red when the attack is stopped without the guard too, since such a proof would pass over a missing guard', async () => {
    expect(await run(proofThat({ held: true, seen: '' }, { held: true, seen: '' }))).toBe('cannot-fail');
  });
  it('is red when the attack could not be carried out', async () => {
    const broken = { ...proofThat({ held: true, seen: '' }, { held: false, seen: '' }), attempt: () => Promise.reject(new Error('no database')) };
    expect(await run(broken)).toBe('not-run');
  });
});
