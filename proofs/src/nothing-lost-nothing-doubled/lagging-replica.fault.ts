import type { Fault, Scene } from './fault.js';
import { LaggingPair, startLaggingPair } from './lagging-replica.js';
import { noSecondOffer } from './removed-guards.js';
import { restUntil, restUntilBusy } from './waits.js';

/** What the replica does not know when it takes over. */
const LAG_MS = 3_000;

const failovers = new WeakMap<Scene, number>();

/** Row 7: what was committed last is undone. Jobs that had ended stand as running again, held by nobody, and run once more. */
export const laggingReplica: Fault = {
  row: 7,
  pace: 'soak',
  attack: `Postgres killed in the middle of jobs, and a replica that lags ${String(LAG_MS / 1_000)} s behind put in its place`,
  removes: 'the second offer of jobs whose lease ran out',
  withoutGuard: noSecondOffer,
  server: startLaggingPair,
  // Shorter than the lag: what runs when the log is shipped has ended when the primary dies.
  latencyMs: 1_000,
  async throwIt(scene) {
    const { house, settled } = scene;
    const pair = LaggingPair.of(house.server);
    await pair.backUp(house.root);
    if ((await restUntil(settled, 2_000)) || (await restUntilBusy(scene))) return;
    await pair.ship(house.root);
    await restUntil(AbortSignal.timeout(60_000), LAG_MS);
    await pair.failOver();
    failovers.set(scene, 1);
  },
  judge: (scene) => Promise.resolve({ held: (failovers.get(scene) ?? 0) > 0, seen: `${String(failovers.get(scene) ?? 0)} failover` }),
};
