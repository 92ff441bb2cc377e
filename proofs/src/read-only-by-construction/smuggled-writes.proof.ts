import type { CloudSim } from '@vitrine/cloud-sim';
import type { Proof } from '../proof.js';
import { smuggle, startAdministratorsCloud, type GuardsAtRunTime, type Smuggled } from './smuggler.js';
import { wallsAgainst } from './smuggled-write-walls.js';
import { harmlessFile, smugglingWays } from './smuggled-write-ways.js';

/** T22 and T23: every way is stopped three times over, each time by something that knows nothing of the other two. */
export const proof: Proof = {
  attack: 'a write smuggled in six ways: index import, deep import, raw fetch, string-built command, `send` with a cast, removed middleware',
  expected: '6 of 6 red before they ship, 6 of 6 refused at run time, 6 of 6 denied by the cloud’s session policy for an administrator’s role without the gate',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the gate and the session policy' },
  async attempt({ guard, say }) {
    const sim = await startAdministratorsCloud();
    try {
      if (guard === 'removed') {
        const arrived = await fates(sim, { gate: false, sessionPolicy: false });
        return { held: arrived.every((fate) => fate !== 'arrived'), seen: `${of(arrived, 'arrived')} writes arrived` };
      }
      const walls = await wallsAgainst([...smugglingWays, harmlessFile]);
      const red = smugglingWays.filter((way) => way.refusedBy.every((wall) => walls.get(way)?.includes(wall) === true));
      const atRunTime = await fates(sim, { gate: true, sessionPolicy: false });
      const byTheCloud = await fates(sim, { gate: false, sessionPolicy: true });
      for (const [at, way] of smugglingWays.entries())
        say(`  ${way.id}: ${walls.get(way)?.join(', ') ?? ''} | ${atRunTime[at] ?? ''} | ${byTheCloud[at] ?? ''}`);
      return {
        held:
          red.length === 6 &&
          walls.get(harmlessFile)?.length === 0 &&
          atRunTime.every((fate) => fate === 'never left') &&
          byTheCloud.every((fate) => fate === 'denied by the cloud'),
        seen: `red ${String(red.length)} of 6; refused before a byte left ${of(atRunTime, 'never left')}; denied by the session policy ${of(byTheCloud, 'denied by the cloud')}`,
      };
    } finally {
      await sim.stop();
    }
  },
};

async function fates(sim: CloudSim, guards: GuardsAtRunTime): Promise<Smuggled[]> {
  const found: Smuggled[] = [];
  for (const way of smugglingWays) found.push(await smuggle(way, sim, guards));
  return found;
}

const of = (fates: readonly Smuggled[], fate: Smuggled): string => `${String(fates.filter((each) => each === fate).length)} of ${String(fates.length)}`;
