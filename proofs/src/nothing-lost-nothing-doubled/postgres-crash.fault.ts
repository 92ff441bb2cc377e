import type { Fault } from './fault.js';
import { startOwnServer } from './own-server.js';
import { noSecondOffer } from './removed-guards.js';
import { restUntil, restUntilBusy } from './waits.js';

const crashes = new WeakMap<object, number>();

/** Row 6: the database itself dies (`immediate` is a crash with recovery); workers pause, give back what they had in hand, and everybody comes back by himself. */
export const postgresCrash: Fault = {
  row: 6,
  attack: 'Postgres stopped in immediate mode and started again, in the middle of jobs',
  removes: 'giving jobs back once the database answers again, and the second offer of jobs whose lease ran out',
  withoutGuard: {
    edits: [...noSecondOffer.edits, { file: 'jobs/give-back-job.js', from: 'await releaseJob(pool, job, standBackMs);', to: '' }],
  },
  server: startOwnServer,
  latencyMs: 60,
  async throwIt(scene) {
    const { house, random, settled, pace } = scene;
    for (let crash = 0; crash < (pace === 'soak' ? 20 : 4); crash += 1) {
      if ((await restUntil(settled, random.between(2_000, 5_000))) || (await restUntilBusy(scene))) return;
      await house.server.restart('immediate');
      crashes.set(scene, crash + 1);
    }
  },
  judge(scene) {
    const count = crashes.get(scene) ?? 0;
    const restarts = scene.house.workers.reduce((sum, member) => sum + member.starts - 1, 0);
    return Promise.resolve({ held: count > 0, seen: `${String(count)} crashes of Postgres, ${String(restarts)} workers had to be started again` });
  },
};
