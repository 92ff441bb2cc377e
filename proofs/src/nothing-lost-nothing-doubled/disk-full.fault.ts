import type { Fault, Scene } from './fault.js';
import { postgresCrash } from './postgres-crash.fault.js';
import { SmallDisk, startServerOnSmallDisk } from './small-disk.js';
import { restUntil, restUntilBusy } from './waits.js';

const FULL_MS = 6_000;

const seen = new WeakMap<Scene, { full: number; restarts: number }>();

/** Row 15: the database has no room for what is written; whoever finds out pauses, nothing half-written stays, and all goes on with the first free megabyte. */
export const diskFull: Fault = {
  row: 15,
  pace: 'soak',
  attack: `Postgres’ disk (a mount of the attempt’s own) filled to the last block for ${String(FULL_MS / 1_000)} s, again and again, in the middle of jobs`,
  removes: postgresCrash.removes,
  withoutGuard: postgresCrash.withoutGuard,
  server: startServerOnSmallDisk,
  latencyMs: 200,
  estate: { crowd: 2_050 },
  async throwIt(scene) {
    const { house, random, settled, pace } = scene;
    const counts = { full: 0, restarts: 0 };
    seen.set(scene, counts);
    for (let round = 0; round < (pace === 'soak' ? 8 : 3); round += 1) {
      if ((await restUntil(settled, random.between(1_000, 3_000))) || (await restUntilBusy(scene))) return;
      await SmallDisk.of(house.server).fillFor(FULL_MS);
      counts.full += 1;
      // A server that could not write its log at all has ended itself; its supervisor starts it again, as any would.
      if (
        await house.root.query('select 1').then(
          () => true,
          () => false,
        )
      )
        continue;
      await house.server.restart('immediate');
      counts.restarts += 1;
    }
  },
  judge(scene) {
    const { full, restarts } = seen.get(scene) ?? { full: 0, restarts: 0 };
    return Promise.resolve({ held: full > 0, seen: `full ${String(full)} times, after ${String(restarts)} of which Postgres had to be started again` });
  },
};
