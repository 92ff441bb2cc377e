import { createPostgresQueue, createRedisQueue } from '@vitrine/queues';
import { jobIdSchema, organizationIdSchema, queueNameSchema } from '@vitrine/contracts';
import { z } from 'zod';
import type { Fault, Scene } from './fault.js';
import { claimAnything } from './removed-guards.js';
import { restUntil } from './waits.js';

const jobSchema = z.object({ organizationId: organizationIdSchema, jobId: jobIdSchema, queue: queueNameSchema });
type Job = z.infer<typeof jobSchema>;

/** References handed to the queue by somebody else than the relay: what a redelivery, a replay or a confused queue amounts to. */
export async function deliver({ house }: Pick<Scene, 'house'>, jobs: readonly Job[], times: number): Promise<number> {
  const queue =
    house.redis === null
      ? await createPostgresQueue({ url: house.database.url('vitrine_queue'), consumers: 0 })
      : await createRedisQueue({ url: house.redis.url });
  try {
    for (const { organizationId, jobId, queue: name } of jobs) {
      const offers = Array.from({ length: times }, (_, number) => ({ reference: { organizationId, jobId }, offerNo: 10_000 + number }));
      await queue.offerMany(name, offers);
    }
    return jobs.length * times;
  } finally {
    await queue.close();
  }
}

/** Jobs of the attempt's audits, some of them, in a given state. */
export async function someJobs({ house, auditIds }: Scene, states: readonly string[], limit: number): Promise<Job[]> {
  const { rows } = await house.root.query(
    `select organization_id as "organizationId", id as "jobId", queue from vitrine.job where audit_id = any($1) and state = any($2) and kind <> 'finalize' order by id limit $3`,
    [auditIds, states, limit],
  );
  return rows.map((row) => jobSchema.parse(row));
}

/** Row 2: the row says done, the queue never heard of it, and delivers again. */
export const commitThenExit: Fault = {
  row: 2,
  attack: 'kill -9 between a job’s last commit and its acknowledgement, and the job delivered once more',
  removes: 'the claim’s question whether the job is still to do',
  withoutGuard: claimAnything,
  hooks: [
    {
      file: 'jobs/run-job.js',
      from: `await runner.handlers[job.kind](job, lease);`,
      // Not at once, so that the fleet gets on between its deaths.
      to: `await runner.handlers[job.kind](job, lease); if (process.uptime() > 8 && Math.random() < 0.05) process.kill(process.pid, 'SIGKILL');`,
    },
  ],
  latencyMs: 30,
  async throwIt(scene) {
    for (let round = 0; round < 4; round += 1) {
      if (await restUntil(scene.settled, 3_000)) break;
      await deliver(scene, await someJobs(scene, ['done'], 200), 1).catch(() => 0);
    }
  },
  async judge(scene) {
    await Promise.resolve();
    const deaths = scene.house.workers.reduce((sum, member) => sum + member.starts - 1, 0);
    return { held: deaths > 0, seen: `${String(deaths)} workers died with a done job unacknowledged` };
  },
};
