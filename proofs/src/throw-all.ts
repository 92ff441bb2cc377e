import type { NamedProof } from './load-proofs.js';
import type { Attempt, Pace } from './proof.js';
import { runProof, type ProvenRow } from './run-proof.js';

/** How many proofs that may run beside others run at once: as many as a small machine has cores. */
const SIDE_BY_SIDE = 2;

export type Surroundings = Omit<Attempt, 'guard'> & { readonly pace: Pace };

/**
 * Throws each proof once: those that need the machine for themselves one after the other, then those that may run beside another one two at a
 * time, of which one at most keeps a core busy.
 * @param ended told each row as it is known
 */
export async function throwAll(proofs: readonly NamedProof[], surroundings: Surroundings, ended: (row: ProvenRow) => void): Promise<void> {
  for (const each of proofs.filter(({ proof }) => proof.beside === undefined)) ended(await throwOne(each, surroundings));
  const computing = proofs.filter(({ proof }) => proof.beside === 'computes');
  const waiting = proofs.filter(({ proof }) => proof.beside === 'waits');
  let busy = false;
  const lane = async (): Promise<void> => {
    for (;;) {
      const computes = busy ? undefined : computing.shift();
      const each = computes ?? waiting.shift();
      if (each === undefined) return;
      if (computes !== undefined) busy = true;
      const row = await throwOne(each, { ...surroundings, say: (text) => surroundings.say(`  [${each.id}] ${text.trimStart()}`) });
      if (computes !== undefined) busy = false;
      ended(row);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane));
}

async function throwOne(each: NamedProof, surroundings: Surroundings): Promise<ProvenRow> {
  surroundings.say(`${each.promise} / ${each.id} …`);
  const row = await runProof(each, surroundings);
  surroundings.say(`  ${row.verdict} in ${String(row.seconds)} s: ${row.seen}${row.mutation === '' ? '' : `\n  ${row.mutation}`}`);
  return row;
}
