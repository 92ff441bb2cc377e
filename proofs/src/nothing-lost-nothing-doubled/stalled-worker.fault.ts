import type { Fault } from './fault.js';
import { noFence } from './removed-guards.js';
import { restUntil, restUntilBusy } from './waits.js';

const stalls = new WeakMap<object, number>();

/** Row 18: a process that stands still for longer than its leases, and then goes on with what it had in hand. */
export const stalledWorker: Fault = {
  row: 18,
  attack: 'all workers but one stopped (SIGSTOP) for longer than their leases, and woken with pages in hand that others have committed meanwhile',
  removes: 'the fence in heartbeat, page and end, and the key of committed pages behind it',
  withoutGuard: noFence,
  latencyMs: 250,
  async throwIt(scene) {
    const { house, random, settled, pace } = scene;
    for (let stall = 0; stall < (pace === 'soak' ? 10 : 3); stall += 1) {
      if (await restUntil(settled, random.between(500, 1_500))) return;
      // All but one: whoever had a page in hand is among them, and somebody is left to take it over.
      const awake = random.pick(house.workers);
      const stalled = house.workers.filter((member) => member !== awake);
      await Promise.all(stalled.map((member) => member.ready));
      if (await restUntilBusy(scene)) return;
      for (const member of stalled) member.signal('SIGSTOP');
      // Not cut short when all seems settled: then nobody would wake up.
      await restUntil(AbortSignal.timeout(60_000), random.between(11_000, 13_000));
      for (const member of stalled) member.signal('SIGCONT');
      stalls.set(scene, stall + 1);
    }
  },
  judge: (scene, { reexecuted }) => Promise.resolve({ held: (stalls.get(scene) ?? 0) > 0 && reexecuted > 0, seen: `${String(stalls.get(scene) ?? 0)} stalls` }),
};
