import { z } from 'zod';
import { deliver, someJobs } from './commit-then-exit.fault.js';
import type { Fault, Scene } from './fault.js';
import { startOwnServer } from './own-server.js';
import { emptyQueue } from './queue-loss.fault.js';
import { noFence } from './removed-guards.js';
import { stalledWorker, stallsOf } from './stalled-worker.fault.js';
import { restUntil, restUntilBusy } from './waits.js';

const SOAK_MS = 30 * 60_000;

/** Each takes less than a second of the schedule's own time; what it breaks goes on breaking meanwhile. */
const blows: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'kill -9': async (scene) => {
    const { house, random } = scene;
    const member = random.pick([...house.workers, house.relay]);
    await member.ready;
    await restUntilBusy(scene);
    member.signal('SIGKILL');
  },
  SIGTERM: async ({ house, random }) => {
    const member = random.pick(house.workers);
    await member.ready;
    member.signal('SIGTERM');
  },
  stall: async (scene) => {
    const { house, random } = scene;
    const member = random.pick(house.workers);
    await member.ready;
    await restUntilBusy(scene);
    const wake = member.stall();
    // Not cut short by anything: somebody has to wake it up.
    setTimeout(wake, random.between(10_500, 14_000));
  },
  duplicates: async (scene) => await deliver(scene, await someJobs(scene, ['queued', 'running', 'done'], 5), 20),
  'Postgres crash': async ({ house }) => await house.server.restart('immediate'),
  'queue loss': async ({ house, random }) => {
    if (house.redis === null || random.next() < 0.5) await emptyQueue(house);
    else await house.redis.crash();
  },
};

/** So many audits are under way in a soak, at least: more jobs than the fleet takes at once. */
const FEW = 4;
const TOLD_EVERY_MS = 5 * 60_000;

/**
 * A soak ends by the clock, so there is always something left to do. Beside the blows and not between them: one that waits for a busy fleet
 * would else wait for audits that are begun only after it.
 */
async function feed(scene: Scene): Promise<void> {
  const { house, auditIds, settled, say } = scene;
  let told = performance.now();
  while (!(await restUntil(settled, 1_000))) {
    if (performance.now() - told > TOLD_EVERY_MS) {
      told = performance.now();
      say(`  ${String(auditIds.length)} audits begun; ${blowsOf(scene)}`);
    }
    if ((await openAudits(scene).catch(() => FEW)) >= FEW) continue;
    const [connected] = await house.connect(1).catch(() => []);
    if (connected === undefined) continue;
    await house.startAudit(connected).then(
      (id) => auditIds.push(id),
      () => undefined,
    );
  }
}

async function openAudits({ house, auditIds }: Scene): Promise<number> {
  const { rows } = await house.root.query(`select count(*)::int as open from vitrine.audit where id = any($1) and state in ('queued', 'running')`, [auditIds]);
  return z.object({ open: z.number() }).parse(rows[0]).open;
}

/** By the list of its audits, which a scene shares with what is made of it. */
const struck = new WeakMap<readonly string[], Record<string, number>>();
const blowsOf = ({ auditIds }: Scene): string =>
  Object.entries(struck.get(auditIds) ?? {})
    .map(([blow, count]) => `${String(count)} × ${blow}`)
    .join(', ');

/** Row 21: whatever may happen, at random. The seed that is printed replays the schedule. */
export const everythingAtOnce: Fault = {
  row: 21,
  pace: 'soak',
  attack: 'kills, drains, stalls, duplicates, crashes of Postgres and losses of the queue, in a random order from the seed',
  removes: 'the fence in heartbeat, page and end, and the key of committed pages behind it',
  withoutGuard: noFence,
  server: startOwnServer,
  endsByClock: true,
  latencyMs: 250,
  async throwIt(scene) {
    const { house, random, settled, pace, guard } = scene;
    const counts: Record<string, number> = {};
    struck.set(scene.auditIds, counts);
    // Without the fence nothing else is needed to fall: whoever stood still goes on with what others have done.
    if (guard === 'removed') {
      house.clouds.behaviour.latencyMs = stalledWorker.latencyMs ?? 0;
      await stalledWorker.throwIt(scene);
      counts['stall'] = stallsOf(scene);
      return;
    }
    // Whatever waits for something to strike waits no longer than this.
    const over = AbortSignal.any([settled, AbortSignal.timeout(pace === 'soak' ? SOAK_MS : 40_000)]);
    const lasting: Scene = { ...scene, settled: over };
    const fed = pace === 'soak' ? feed(lasting) : Promise.resolve();
    // The one blow that surely needs the fence comes first.
    let next = 'stall';
    while (!(await restUntil(over, random.between(1_500, 4_500)))) {
      await blows[next]?.(lasting).catch(() => undefined);
      counts[next] = (counts[next] ?? 0) + 1;
      next = random.pick(Object.keys(blows));
    }
    await fed;
  },
  async judge(scene) {
    // A stalled worker has been woken by now: the fleet was asked to leave, which wakes it too.
    await Promise.resolve();
    return { held: Object.keys(struck.get(scene.auditIds) ?? {}).length > 0, seen: blowsOf(scene) };
  },
};
