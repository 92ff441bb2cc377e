import { z } from 'zod';
import type { Fault, Scene } from './fault.js';
import { noSecondOffer } from './removed-guards.js';
import { restUntil, restUntilBusy, restUntilCleared, restUntilTakenOver, runningJobs } from './waits.js';

/** `defaultLeaseSeconds` of the worker, and what a heartbeat every 3 s leaves of it at least. */
const LEASE_SECONDS = 10;
const RECOVERY_SECONDS = 15;

const kills = new WeakMap<Scene, Date[]>();

/** Row 1: a process dies without a word, again and again; another one, or its successor, goes on where the last page was committed. */
export const kill9: Fault = {
  row: 1,
  alone: true,
  attack: 'kill -9 of a random worker or the relay, again and again, in the middle of jobs',
  expected: `recovery from a death p99 ≤ ${String(RECOVERY_SECONDS)} s with a ${String(LEASE_SECONDS)} s lease`,
  removes: 'the second offer of jobs whose lease ran out',
  withoutGuard: noSecondOffer,
  audits: 12,
  latencyMs: 1_000,
  estate: { crowd: 2_050 },
  // Room for all in whoever is left, until the dead one's successor has started: in a full fleet a job that is taken over waits its turn as
  // every other, and the figure would be the backlog's.
  environment: () => ({ VITRINE_ORGANIZATION_QUOTA: '6', VITRINE_CONCURRENCY: '12' }),
  async throwIt(scene) {
    const { house, random, pace, settled, guard } = scene;
    const times: Date[] = [];
    kills.set(scene, times);
    const count = pace === 'soak' ? 50 : guard === 'removed' ? 3 : pace === 'quick' ? 2 : 7;
    for (let kill = 0; kill < count; kill += 1) {
      const member = random.pick(random.next() < 0.15 ? [house.relay] : house.workers);
      // Somebody must be left to take over, else the figure is the time that a process takes to start; and all shall have taken jobs.
      await Promise.all([house.relay, ...house.workers].map(({ ready }) => ready));
      if ((await restUntil(settled, random.between(700, 2_500))) || (await restUntilBusy(scene))) return;
      const held = await runningJobs(scene);
      member.signal('SIGKILL');
      times.push(new Date());
      // What it held is taken over and gets on before the next one dies: the figure is of one death, not of a fleet that is gone, nor of jobs that
      // lost two holders in a row and wait for a process of their own (`poison-neighbours` throws those).
      if ((await restUntilTakenOver(scene, held)) || (await restUntilCleared(scene))) return;
    }
  },
  async judge(scene) {
    const times = kills.get(scene) ?? [];
    const recovered = await recoveries(scene, times);
    const p99 = recovered[Math.ceil(recovered.length * 0.99) - 1]?.seconds ?? 0;
    for (const { seconds, leaseSeconds, offerSeconds } of recovered.slice(-3))
      scene.say(`  a takeover after ${seconds.toFixed(1)} s: lease out at ${leaseSeconds.toFixed(1)} s, offered at ${offerSeconds.toFixed(1)} s`);
    return {
      held: p99 <= RECOVERY_SECONDS && recovered.length > 0,
      seen: `${String(times.length)} kills, ${String(recovered.length)} jobs taken over, p50 ${(recovered[Math.floor(recovered.length / 2)]?.seconds ?? 0).toFixed(1)} s, p99 ${p99.toFixed(1)} s after the kill`,
    };
  },
};

const takeoverSchema = z.object({ at: z.date(), lease: z.date(), offered: z.date().nullable() });

/** All in seconds after the kill; an offer whose mark was taken back since the queue was slow to answer, and that arrived all the same, is NaN. */
interface Recovery {
  readonly seconds: number;
  readonly leaseSeconds: number;
  readonly offerSeconds: number;
}

/** From each kill to the next claim, sorted. The kill is the earliest that could have ended this lease, which errs towards longer. */
async function recoveries({ house, auditIds }: Scene, times: readonly Date[]): Promise<Recovery[]> {
  const { rows } = await house.root.query(
    `select at, lease_until as lease, offered_at as offered from proof.step
     where audit_id = any($1) and to_fence > from_fence and from_state = 'running' and to_state = 'running'`,
    [auditIds],
  );
  return rows
    .map((row) => takeoverSchema.parse(row))
    .flatMap(({ at, lease, offered }) => {
      const begun = times.find((time) => time.getTime() >= lease.getTime() - LEASE_SECONDS * 1_000 - 200 && time < at);
      if (begun === undefined) return [];
      const after = (time: Date): number => (time.getTime() - begun.getTime()) / 1_000;
      return [{ seconds: after(at), leaseSeconds: after(lease), offerSeconds: offered === null ? NaN : after(offered) }];
    })
    .sort((a, b) => a.seconds - b.seconds);
}
