import { setTimeout as delay } from 'node:timers/promises';
import { jobIdSchema, newId, queueNames, type JobReference } from '@vitrine/contracts';
import { createPostgresQueue, createRedisQueue } from '@vitrine/queues';
import { createPostgresBackend, Queue, type PgPool } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { z } from 'zod';
import { manyScopes } from '../nothing-lost-nothing-doubled/estate.js';
import { openFaultHouse, type Backend, type Connected, type FaultHouse } from '../nothing-lost-nothing-doubled/fault-house.js';
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

const FORGED = 1_000;
/** Some are no JSON for every queue. */
const MOST = 1_300;

/** The queue of the attack, and what an intruder there is. */
const intruders = { redis: 'in Redis', postgres: 'in the tables of the Postgres queue' } as const;

/** What the two proofs of it throw, each at the queue of its own. */
export function forgedJobs(backend: Backend): Proof {
  return {
    attack: `forged references ${intruders[backend]}: random ids, ids of two organizations, things that are no references; jobs of both organizations wait to be taken`,
    expected: '1,000 forged, 0 jobs run, the worker lives and does the next real job',
    pace: 'whole',
    beside: 'computes',
    mutation: { removes: 'the organization from the claim’s predicate and from the policies' },
    attempt: async ({ guard, seed }) => {
      const house = await openFaultHouse({ backend, estate: manyScopes({ regions: 1 }), workers: 1, edits: guard === 'standing' ? [] : [trusting] });
      try {
        if (guard === 'removed') await dropFloors(house);
        const [mine, theirs] = await house.connect(2);
        if (mine === undefined || theirs === undefined) throw new Error('asked for two connections');
        const planted = [...(await plantJobs(house, mine)), ...(await plantJobs(house, theirs))];
        const forged = await push(house, forgedReferences(MOST, seededRandom(seed), planted));
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
          held: forged === FORGED && touched === 0 && alive && starts === 1,
          seen: `${String(forged)} forged: ${String(touched)} of ${String(planted.length)} waiting jobs taken; the worker was started ${String(starts)} time(s), a real audit after them ${alive ? 'ended' : 'did not end'}`,
        };
      } finally {
        await house.stop();
      }
    },
  };
}

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
async function push(house: FaultHouse, forged: readonly unknown[]): Promise<number> {
  const jobs = forged.map((data) => ({ name: 'job', data, opts: { removeOnComplete: true, removeOnFail: true } }));
  return house.redis === null ? await pushIntoTables(house, jobs) : await pushIntoRedis(house.redis.url, jobs.slice(0, FORGED));
}

type ForgedJob = Parameters<Queue['addBulk']>[0][number];

async function pushIntoRedis(url: string, jobs: readonly ForgedJob[]): Promise<number> {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue('aws', { connection, prefix: PREFIX });
  try {
    await queue.addBulk([...jobs]);
    return jobs.length;
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

/** One by one: the bulk command makes a temporary table, which the queue's role may not. What is no JSON for Postgres (a NUL) its tables refuse by themselves. */
async function pushIntoTables({ database }: FaultHouse, jobs: readonly ForgedJob[]): Promise<number> {
  const pool = new Pool({ connectionString: database.url('vitrine_queue'), options: '-c search_path=bullmq', max: 4 });
  // BullMQ says that any pg.Pool fits its structural type; under exactOptionalPropertyTypes the compiler does not see it.
  const queue = new Queue('aws', { connection: pool as unknown as PgPool }, createPostgresBackend);
  try {
    let pushed = 0;
    for (const { name, data, opts } of jobs) {
      if (pushed === FORGED) break;
      pushed += await queue.add(name, data, opts).then(
        () => 1,
        () => 0,
      );
    }
    return pushed;
  } finally {
    await queue.close();
    await pool.end();
  }
}

async function untilEmpty({ redis, database }: FaultHouse): Promise<void> {
  const queue = redis === null ? await createPostgresQueue({ url: database.url('vitrine_queue'), consumers: 0 }) : await createRedisQueue({ url: redis.url });
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
