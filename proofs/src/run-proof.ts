import type { NamedProof } from './load-proofs.js';
import type { Attempt, Outcome, Pace } from './proof.js';

export interface ProvenRow extends Pick<NamedProof, 'promise' | 'id'> {
  readonly attack: string;
  readonly expected: string;
  readonly seen: string;
  /** What happened to the same attack without the guard, or why there is nothing to take away. */
  readonly mutation: string;
  readonly verdict: 'held' | 'broken' | 'cannot-fail' | 'not-run';
  readonly seconds: number;
  /** It did not hold in the run before, and was thrown again. */
  readonly again?: boolean;
}

/** Throws the attack at the standing guard, then at the removed one: a proof that still holds without its guard is `cannot-fail`, and counts as red. */
export async function runProof({ promise, id, proof }: NamedProof, { seed, pace, say }: Omit<Attempt, 'guard'> & { readonly pace: Pace }): Promise<ProvenRow> {
  const started = performance.now();
  const row = { promise, id, attack: proof.attack, expected: proof.expected };
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  try {
    const standing = await proof.attempt({ guard: 'standing', seed, pace, say });
    if ('none' in proof.mutation) {
      return { ...row, seen: standing.seen, mutation: proof.mutation.none, verdict: standing.held ? 'held' : 'broken', seconds: seconds() };
    }
    const removed = await proof.attempt({ guard: 'removed', seed, pace, say });
    return {
      ...row,
      seen: standing.seen,
      mutation: `without ${proof.mutation.removes}: ${removed.seen}`,
      verdict: verdictOf(standing, removed),
      seconds: seconds(),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...row, seen: `could not be carried out: ${why.split('\n')[0] ?? ''}`, mutation: '', verdict: 'not-run', seconds: seconds() };
  }
}

const verdictOf = (standing: Outcome, removed: Outcome): ProvenRow['verdict'] => (!standing.held ? 'broken' : removed.held ? 'cannot-fail' : 'held');
