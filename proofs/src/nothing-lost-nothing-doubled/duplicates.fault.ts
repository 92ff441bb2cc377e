import { deliver, someJobs } from './commit-then-exit.fault.js';
import type { Fault } from './fault.js';
import { claimAnything } from './removed-guards.js';
import { restUntil } from './waits.js';

const deliveries = new WeakMap<object, number>();

/** Row 8, CS-T14: the same ids a hundred times at once, for jobs that wait, run and are done. */
export const duplicates: Fault = {
  row: 8,
  attack: 'one job delivered 100 times at once, for jobs that wait, run and are done',
  expected: '0 re-executed',
  removes: 'the claim’s question whether the job is still to do',
  withoutGuard: claimAnything,
  // The cheapest of the rows carries most of the ten thousand jobs.
  audits: 24,
  latencyMs: 30,
  async throwIt(scene) {
    for (let round = 0; round < 5; round += 1) {
      if (await restUntil(scene.settled, round === 0 ? 1_000 : 2_500)) break;
      const jobs = [...(await someJobs(scene, ['queued', 'running'], 6)), ...(await someJobs(scene, ['done'], 2))];
      deliveries.set(scene, (deliveries.get(scene) ?? 0) + (await deliver(scene, jobs, 100)));
    }
  },
  judge: (scene, { reexecuted }) =>
    Promise.resolve({
      held: reexecuted === 0 && (deliveries.get(scene) ?? 0) >= 1_000,
      seen: `${String(deliveries.get(scene) ?? 0)} further deliveries`,
    }),
};
