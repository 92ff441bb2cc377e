import type { Pool } from 'pg';
import type { Fault } from './fault.js';
import { noFence } from './removed-guards.js';
import { restUntil, restUntilBusy } from './waits.js';

const stalls = new WeakMap<object, number>();

export const stallsOf = (scene: object): number => stalls.get(scene) ?? 0;

/** What a woken worker needs to go on with what it had in hand, before anybody asks it to leave. */
const AWAKE_MS = 3_000;

/** Row 18: a process that stands still for longer than its leases, and then goes on with what it had in hand. */
export const stalledWorker: Fault = {
  row: 18,
  attack: 'all workers but one stopped (SIGSTOP) for longer than their leases, and woken with pages in hand that others have committed meanwhile',
  removes: 'the fence in heartbeat, page and end, and the key of committed pages behind it',
  withoutGuard: noFence,
  // Long beside what a job does before and after it: whoever is stopped waits for the cloud, with a page to commit when it wakes.
  latencyMs: 800,
  async throwIt(scene) {
    const { house, random, settled, pace, auditIds } = scene;
    for (let stall = 0; stall < (pace === 'soak' ? 10 : 2); stall += 1) {
      if (await restUntil(settled, random.between(500, 1_500))) return;
      // All but one: whoever had a page in hand is among them, and somebody is left to take it over.
      const awake = random.pick(house.workers);
      const stalled = house.workers.filter((member) => member !== awake);
      await Promise.all(stalled.map((member) => member.ready));
      if (await restUntilBusy(scene)) return;
      const wakings = stalled.map((member) => member.stall());
      // Neither is cut short when all seems settled: then nobody would wake up. And it sleeps until others have done what it had in hand.
      await restUntil(AbortSignal.timeout(60_000), random.between(11_000, 13_000));
      await untilTakenOver(house.root, auditIds);
      for (const wake of wakings) wake();
      stalls.set(scene, stall + 1);
      await restUntil(AbortSignal.timeout(60_000), AWAKE_MS);
    }
  },
  judge: (scene, { reexecuted }) => Promise.resolve({ held: (stalls.get(scene) ?? 0) > 0 && reexecuted > 0, seen: `${String(stalls.get(scene) ?? 0)} stalls` }),
};

/** Waits until some jobs that somebody was seen to lose have ended under another; at most half a minute, for the last ones may have been lost in vain. */
async function untilTakenOver(root: Pool, auditIds: readonly string[]): Promise<void> {
  const patience = AbortSignal.timeout(30_000);
  const takenOver = `select 1 from proof.step t join proof.step e on e.job_id = t.job_id and e.seq > t.seq and e.to_state = 'done'
    where t.audit_id = any($1) and t.from_state = 'running' and t.to_state = 'running' and t.at > clock_timestamp() - interval '15 s' limit 1`;
  while (!patience.aborted && (await root.query(takenOver, [auditIds])).rowCount === 0) await restUntil(patience, 200);
}
