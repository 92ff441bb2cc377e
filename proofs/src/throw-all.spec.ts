import { beforeEach, describe, expect, it } from '@jest/globals';
import type { NamedProof } from './load-proofs.js';
import type { Beside } from './proof.js';
import { throwAll } from './throw-all.js';

describe('the order in which proofs are thrown', () => {
  const running = new Set<string>();
  const seenBeside = new Map<string, string[]>();
  beforeEach(() => {
    running.clear();
    seenBeside.clear();
  });
  const proofOf = (id: string, beside?: Beside): NamedProof => ({
    promise: 'references-only',
    id,
    proof: {
      attack: 'an attack',
      expected: 'refused',
      pace: 'quick',
      mutation: { none: 'nothing to take away' },
      ...(beside === undefined ? {} : { beside }),
      attempt: async () => {
        running.add(id);
        await new Promise((resolve) => setImmediate(resolve));
        seenBeside.set(
          id,
          [...running].filter((other) => other !== id),
        );
        await new Promise((resolve) => setImmediate(resolve));
        running.delete(id);
        return { held: true, seen: '' };
      },
    },
  });
  const thrown = async (proofs: readonly NamedProof[]): Promise<string[]> => {
    const ended: string[] = [];
    await throwAll(proofs, { seed: 1, pace: 'quick', say: () => undefined }, ({ id }) => void ended.push(id));
    return ended;
  };

  it('gives the machine to one at a time where nothing else is said, and throws every one once', async () => {
    const ended = await thrown([proofOf('waits-1', 'waits'), proofOf('alone-1'), proofOf('computes-1', 'computes'), proofOf('alone-2')]);
    expect(ended.slice(0, 2)).toEqual(['alone-1', 'alone-2']);
    expect([...ended].sort()).toEqual(['alone-1', 'alone-2', 'computes-1', 'waits-1']);
    expect([seenBeside.get('alone-1'), seenBeside.get('alone-2')]).toEqual([[], []]);
  });

  it('throws two at a time of those that may run beside others, but never two that keep a core busy', async () => {
    const computing = [1, 2, 3].map((number) => proofOf(`computes-${String(number)}`, 'computes'));
    const waiting = [1, 2, 3, 4].map((number) => proofOf(`waits-${String(number)}`, 'waits'));
    expect(await thrown([...computing, ...waiting])).toHaveLength(7);
    for (const others of seenBeside.values()) expect(others.length).toBeLessThanOrEqual(1);
    for (const { id } of computing) expect(seenBeside.get(id)).toEqual([expect.stringContaining('waits')]);
  });
});
