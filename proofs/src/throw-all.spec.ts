import { describe, expect, it } from '@jest/globals';
import type { NamedProof } from './load-proofs.js';
import { throwAll } from './throw-all.js';

describe('the order in which proofs are thrown', () => {
  it('gives the machine to one at a time, but for those that mostly wait, of which two run side by side', async () => {
    let now = 0;
    const most = new Map<string, number>();
    const proofOf = (id: string, waits: boolean): NamedProof => ({
      promise: 'references-only',
      id,
      proof: {
        attack: 'an attack',
        expected: 'refused',
        pace: 'quick',
        mutation: { none: 'nothing to take away' },
        waits,
        attempt: async () => {
          now += 1;
          await new Promise((resolve) => setImmediate(resolve));
          most.set(id, now);
          now -= 1;
          return { held: true, seen: '' };
        },
      },
    });
    const proofs = [proofOf('waits-1', true), proofOf('alone-1', false), proofOf('waits-2', true), proofOf('alone-2', false), proofOf('waits-3', true)];
    const ended: string[] = [];
    await throwAll(proofs, { seed: 1, pace: 'quick', say: () => undefined }, ({ id }) => void ended.push(id));
    expect(ended.slice(0, 2)).toEqual(['alone-1', 'alone-2']);
    expect([...ended].sort()).toEqual(proofs.map(({ id }) => id).sort());
    expect([most.get('alone-1'), most.get('alone-2')]).toEqual([1, 1]);
    expect(Math.max(...most.values())).toBe(2);
  });
});
