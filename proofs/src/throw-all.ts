import type { NamedProof } from './load-proofs.js';
import type { Attempt, Pace } from './proof.js';
import { runProof, type ProvenRow } from './run-proof.js';

/** How many proofs that mostly wait run at once: as many as a small machine has cores. */
const SIDE_BY_SIDE = 2;

export type Surroundings = Omit<Attempt, 'guard'> & { readonly pace: Pace };

/**
 * Throws each proof once: those that need the machine for themselves one after the other, then those that mostly wait two at a time.
 * @param ended told each row as it is known
 */
export async function throwAll(
  proofs: readonly NamedProof[],
  surroundings: Surroundings,
  ended: (row: ProvenRow) => void,
  sideBySide = SIDE_BY_SIDE,
): Promise<void> {
  await inLanes(
    proofs.filter(({ proof }) => proof.waits !== true),
    1,
    surroundings,
    ended,
  );
  await inLanes(
    proofs.filter(({ proof }) => proof.waits === true),
    sideBySide,
    surroundings,
    ended,
  );
}

async function inLanes(proofs: readonly NamedProof[], lanes: number, surroundings: Surroundings, ended: (row: ProvenRow) => void): Promise<void> {
  const left = [...proofs];
  const lane = async (): Promise<void> => {
    for (let each = left.shift(); each !== undefined; each = left.shift()) {
      const { promise, id } = each;
      const say = (text: string): void => surroundings.say(lanes === 1 ? text : `  [${id}]${text.replace(/^ */, ' ')}`);
      say(`${promise} / ${id} …`);
      const row = await runProof(each, { ...surroundings, say });
      say(`  ${row.verdict} in ${String(row.seconds)} s: ${row.seen}${row.mutation === '' ? '' : `\n  ${row.mutation}`}`);
      ended(row);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
