import { setTimeout as delay } from 'node:timers/promises';
import { jobIdSchema, newId } from '@vitrine/contracts';
import { z } from 'zod';
import type { Fault, Scene } from './fault.js';
import type { Member } from './fleet.js';

const kinds = ['throws', 'exits', 'loops', 'devours'] as const;

/**
 * The worker has no kind of job that misbehaves, so a copy gets one: a job whose row says that it is poison does what the row says.
 * `devours` takes memory until Node gives up.
 */
const POISON = `switch (job.detail.poison) {
            case undefined: break;
            case 'throws': throw new TypeError('poison');
            case 'exits': return process.exit(1);
            case 'loops': for (;;);
            case 'devours': { const eaten = []; for (;;) eaten.push(new Array(1_000_000).fill(eaten.length)); }
        }
        `;
const HANDLER = 'await runner.handlers[job.kind](job, lease);';

const planted = new WeakMap<Scene, readonly string[]>();

/** Row 9: jobs that kill whoever runs them, among healthy ones. */
export const poisonJobs: Fault = {
  row: 9,
  attack: 'jobs that throw, exit the process, loop for ever or take all memory, among healthy ones',
  expected: 'every poison dead-lettered after 3 attempts or lost holders, and nothing else',
  removes: 'the limits of attempts and of lost holders',
  withoutGuard: {
    edits: [
      { file: 'jobs/claim-job.js', from: 'export const attemptLimit = 3;', to: 'export const attemptLimit = 1_000;' },
      { file: 'jobs/claim-job.js', from: 'dead: 3 }', to: 'dead: 1_000 }' },
    ],
  },
  hooks: [{ file: 'jobs/run-job.js', from: HANDLER, to: POISON + HANDLER }],
  latencyMs: 30,
  workers: 3,
  environment: (worker) => (worker < 0 ? {} : { NODE_OPTIONS: '--max-semi-space-size=8 --max-old-space-size=220' }),
  async throwIt(scene) {
    const { house, pace, connected, settled } = scene;
    const ids: string[] = [];
    planted.set(scene, ids);
    const [first] = connected;
    if (first === undefined) throw new RangeError('there is a connection');
    for (let round = 0; round < (pace === 'soak' ? 50 : 1); round += 1) {
      for (const poison of kinds) {
        const jobId = newId(jobIdSchema);
        await house.root.query(
          `insert into vitrine.job (organization_id, id, kind, connection_id, queue, detail) values ($1, $2, 'deliver', $3, 'system', jsonb_build_object('poison', $4::text))`,
          [first.organizationId, jobId, first.connectionId, poison],
        );
        ids.push(jobId);
      }
    }
    const watched = new AbortController();
    const watching = house.workers.map((member) => watchLiveness(member, watched.signal));
    // Poison outlasts the healthy jobs: three leases and two backoffs at least.
    const end = performance.now() + (scene.guard === 'standing' ? 180_000 : 45_000);
    while (performance.now() < end) {
      await delay(1_000);
      const { buried, open } = await deadLetters(scene).catch(() => ({ buried: 0, open: 1 }));
      if (open === 0 && buried > 0 && settled.aborted) break;
    }
    watched.abort();
    await Promise.all(watching);
  },
  async judge(scene) {
    const { buried } = await deadLetters(scene);
    const all = planted.get(scene)?.length ?? 0;
    const deaths = scene.house.workers.reduce((sum, member) => sum + member.starts - 1, 0);
    return { held: buried === all && all > 0, seen: `${String(buried)} of ${String(all)} poison jobs dead-lettered, which cost ${String(deaths)} processes` };
  },
};

/** What every supervisor does with the worker's /livez: three silences, and the process is killed; but one that still starts is left to it. */
async function watchLiveness(member: Member, signal: AbortSignal): Promise<void> {
  let silences = 0;
  while (!signal.aborted) {
    await delay(1_000, undefined, { signal }).catch(() => undefined);
    const started = await Promise.race([member.ready.then(() => true), delay(1_000, false)]);
    if (!started) continue;
    const alive = await fetch(`http://127.0.0.1:${String(member.healthPort)}/livez`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    silences = alive ? 0 : silences + 1;
    if (silences < 3) continue;
    member.signal('SIGKILL');
    silences = 0;
  }
}

async function deadLetters(scene: Scene): Promise<{ readonly buried: number; readonly open: number }> {
  const { rows } = await scene.house.root.query(
    `select count(*) filter (where state = 'failed' and error_code = 'dead-letter' and greatest(attempt, lost_holders) = 3)::int as buried, count(*) filter (where state in ('queued', 'running'))::int as open
     from vitrine.job where id = any($1)`,
    [planted.get(scene) ?? []],
  );
  return z.object({ buried: z.number(), open: z.number() }).parse(rows[0]);
}
