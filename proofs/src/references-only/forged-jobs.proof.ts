import { setTimeout as delay } from 'node:timers/promises';
import { jobIdSchema, newId, queueNames, type JobReference } from '@vitrine/contracts';
import { createRedisQueue } from '@vitrine/queues';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { manyScopes } from '../nothing-lost-nothing-doubled/estate.js';
import { openFaultHouse, type Connected, type FaultHouse } from '../nothing-lost-nothing-doubled/fault-house.js';
import type { Proof } from '../proof.js';
import { dropFloors } from '../tenants-never-meet/border-attacks.js';
import { seededRandom } from '../tenants-never-meet/seeded-random.js';
import { forgedReferences } from './forged-references.js';

/** As every BullMQ client finds the queue of a worker: what an intruder in Redis sees. */
const PREFIX = '{vitrine}';
/** Takes the row that the second id names, and believes the first about whose it is. */
const trusting = {
  file: 'jobs/claim-job.js',
  from: 'const due = `j.organization_id = $1 and j.id = $2',
  to: 'const due = `$1::uuid is not null and j.id = $2',
} as const;

const countSchema = z.tuple([z.object({ touched: z.number() })]);

export const proof: Proof = {
  attack: 'forged references in Redis: random ids, ids of two organizations, things that are no references; jobs of both organizations wait to be taken',
  expected: '1,000 forged, 0 jobs run, the worker lives and does the next real job',
  pace: 'whole',
  mutation: { removes: 'the organization from the claim’s predicate and from the policies' },
  attempt: async ({ guard, seed }) => {
    const house = await openFaultHouse({ backend: 'redis', estate: manyScopes({ regions: 1 }), workers: 1, edits: guard === 'standing' ? [] : [trusting] });
    try {
      if (guard === 'removed') await dropFloors(house);
      const [mine, theirs] = await house.connect(2);
      if (mine === undefined || theirs === undefined) throw new Error('asked for two connections');
      const planted = [...(await plantJobs(house, mine)), ...(await plantJobs(house, theirs))];
      const forged = forgedReferences(1_000, seededRandom(seed), planted);
      await push(house, forged);
      await untilEmpty(house);
      const [{ touched }] = countSchema.parse(
        (
          await house.root.query(
            `select count(*) filter (where fence > 0 or attempt > 0 or state <> 'queued')::int as touched from vitrine.job where id = any($1::uuid[])`,
            [planted.map(({ jobId }) => jobId)],
          )
        ).rows,
      );
      // They would keep the organization’s quota full, as far as the relay can see.
      await house.root.query('delete from vitrine.job where id = any($1::uuid[])', [planted.map(({ jobId }) => jobId)]);
      const alive = await doesRealWork(house, mine);
      const starts = house.workers[0]?.starts ?? 0;
      return {
        held: touched === 0 && alive && starts === 1,
        seen: `${String(forged.length)} forged: ${String(touched)} of ${String(planted.length)} waiting jobs taken; the worker was started ${String(starts)} time(s), a real audit after them ${alive ? 'ended' : 'did not end'}`,
      };
    } finally {
      await house.stop();
    }
  },
};

/** Jobs that a claim would find due, and that the relay believes to have just offered: only a forged reference can bring them up. */
async function plantJobs({ root }: FaultHouse, { organizationId, connectionId }: Connected): Promise<JobReference[]> {
  const references = Array.from({ length: 40 }, () => ({ organizationId, jobId: jobIdSchema.parse(newId(jobIdSchema)) }));
  await root.query(
    `insert into vitrine.job (organization_id, id, kind, connection_id, queue, offered_at) select $1, id, 'validate', $2, 'aws', now() + interval '1 hour' from unnest($3::uuid[]) id`,
    [organizationId, connectionId, references.map(({ jobId }) => jobId)],
  );
  return references;
}

/** Past Vitrine's own producer, which would refuse most of them. */
async function push({ redis }: FaultHouse, forged: readonly unknown[]): Promise<void> {
  if (redis === null) throw new Error('this house stands on Redis');
  const connection = new Redis(redis.url, { maxRetriesPerRequest: null });
  const queue = new Queue('aws', { connection, prefix: PREFIX });
  try {
    await queue.addBulk(forged.map((data) => ({ name: 'job', data, opts: { removeOnComplete: true, removeOnFail: true } })));
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

async function untilEmpty({ redis }: FaultHouse): Promise<void> {
  const queue = await createRedisQueue({ url: redis?.url ?? '' });
  try {
    for (let looks = 0; looks < 600; looks++) {
      const counts = await Promise.all(queueNames.map(async (name) => await queue.counts(name)));
      if (counts.every(({ waiting, active }) => waiting + active === 0)) return;
      await delay(200);
    }
    throw new Error('the worker left forged references lying');
  } finally {
    await queue.close();
  }
}

const stateSchema = z.tuple([z.object({ state: z.string() })]);

async function doesRealWork(house: FaultHouse, connected: Connected): Promise<boolean> {
  const auditId = await house.startAudit(connected);
  for (let looks = 0; looks < 300; looks++) {
    const [{ state }] = stateSchema.parse((await house.root.query('select state from vitrine.audit where id = $1', [auditId])).rows);
    if (state !== 'queued' && state !== 'running') return state === 'completed' || state === 'partial';
    await delay(200);
  }
  return false;
}
