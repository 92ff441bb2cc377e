import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { jobIdSchema, newId, organizationIdSchema, type JobReference } from '@vitrine/contracts';
import { createTestDatabase, redisAvailable, startTestRedis } from '@vitrine/testing';
import { createPostgresQueue } from './postgres-queue.js';
import type { Consumer, QueueFace } from './queue-face.js';
import { createRedisQueue } from './redis-queue.js';

type Fault = { code: string; error: unknown };

interface Backend {
  open(onFault: (fault: Fault) => void): Promise<QueueFace>;
  /** Everything that the backend stores at the moment, as text. */
  dump(): Promise<string>;
  /** Puts a job in by the side door, as an attacker with queue access would. */
  forge(queue: string, data: unknown): Promise<void>;
  stop(): Promise<void>;
}

async function redisBackend(): Promise<Backend> {
  const { Queue } = await import('bullmq');
  const { Redis } = await import('ioredis');
  const redis = await startTestRedis();
  const client = new Redis(redis.url);
  const forger = new Queue('aws', { connection: { url: redis.url }, prefix: '{vitrine}' });
  return {
    open: (onFault) => createRedisQueue({ url: redis.url, onFault }),
    async dump() {
      const keys = await client.keys('*');
      const values = await Promise.all(keys.map(async (key) => [key, await client.dumpBuffer(key)] as const));
      const hashes = await Promise.all(keys.map(async (key) => ((await client.type(key)) === 'hash' ? JSON.stringify(await client.hgetall(key)) : '')));
      return values.map(([key, value]) => `${key} ${value?.toString('latin1') ?? ''}`).join('\n') + hashes.join('\n');
    },
    forge: async (_, data) => void (await forger.add('job', data, { attempts: 1, removeOnComplete: true, removeOnFail: true })),
    async stop() {
      await forger.close();
      client.disconnect();
      await redis.stop();
    },
  };
}

async function postgresBackend(): Promise<Backend> {
  const database = await createTestDatabase();
  const superuser = database.poolFor('postgres');
  return {
    open: (onFault) => createPostgresQueue({ url: database.url('vitrine_queue'), onFault }),
    async dump() {
      const { rows } = await superuser.query(
        `select query_to_xml('select * from bullmq.job', true, true, '')::text as jobs, query_to_xml('select * from bullmq.event', true, true, '')::text as events`,
      );
      return JSON.stringify(rows);
    },
    forge: async (queue, data) => void (await superuser.query(`update bullmq.job set data = $2 where queue = $1`, [queue, JSON.stringify(data)])),
    stop: () => database.drop(),
  };
}

const reference = (): JobReference => ({
  organizationId: organizationIdSchema.parse(newId(organizationIdSchema)),
  jobId: jobIdSchema.parse(newId(jobIdSchema)),
});

const backends = [
  { name: 'Redis', start: redisBackend, available: redisAvailable() },
  { name: 'Postgres', start: postgresBackend, available: true },
];

for (const { name, start, available } of backends) {
  (available ? describe : describe.skip)(`the queue on ${name}`, () => {
    let backend: Backend;
    let face: QueueFace;
    let faults: Fault[];
    beforeAll(async () => {
      backend = await start();
    });
    afterAll(async () => {
      await backend.stop();
    });
    beforeEach(async () => {
      faults = [];
      face = await backend.open((fault) => faults.push(fault));
    });
    afterEach(async () => {
      await face.close();
    });

    /** Consumes until `count` deliveries came, and says which. */
    const deliveries = async (queue: 'aws' | 'system', count: number, then: () => Promise<void> = async () => undefined): Promise<JobReference[]> => {
      const seen: JobReference[] = [];
      let consumer: Consumer | undefined;
      await new Promise<void>((resolve) => {
        consumer = face.consume(
          queue,
          async (got) => {
            seen.push(got);
            await then();
            if (seen.length === count) resolve();
          },
          { concurrency: 4 },
        );
      });
      await consumer?.close();
      return seen;
    };

    it('delivers a reference to the queue it was offered to, and forgets it', async () => {
      const offered = reference();
      await face.offer('aws', offered, 0);
      expect(await face.counts('aws')).toEqual({ waiting: 1, active: 0 });
      expect(await face.counts('system')).toEqual({ waiting: 0, active: 0 });
      expect(await deliveries('aws', 1)).toEqual([offered]);
      expect(await face.counts('aws')).toEqual({ waiting: 0, active: 0 });
      expect(await backend.dump()).not.toContain(`"${offered.jobId}"`);
    });

    it('takes a batch in one call', async () => {
      const offers = Array.from({ length: 50 }, () => ({ reference: reference(), offerNo: 0 }));
      await face.offerMany('system', offers);
      await face.offerMany('system', []);
      const seen = await deliveries('system', 50);
      expect(new Set(seen.map(({ jobId }) => jobId))).toEqual(new Set(offers.map((offer) => offer.reference.jobId)));
    });

    it('holds one delivery for the same offer made twice, and another for a new offer number', async () => {
      const offered = reference();
      await face.offer('aws', offered, 1);
      await face.offer('aws', offered, 1);
      expect(await face.counts('aws')).toEqual({ waiting: 1, active: 0 });
      await face.offer('aws', offered, 2);
      expect(await deliveries('aws', 2)).toEqual([offered, offered]);
    });

    it('promise 4: stores two ids and nothing else, and refuses a reference with a third member', async () => {
      const offered = reference();
      await face.offer('aws', offered, 0);
      expect(await backend.dump()).toContain(offered.jobId);
      const smuggled = { ...offered, secret: 'CANARY_in_queue' };
      await expect(face.offer('aws', smuggled, 1)).rejects.toMatchObject({ code: 'queue-data-refused' });
      await expect(face.offerMany('aws', [{ reference: smuggled, offerNo: 2 }])).rejects.toMatchObject({ code: 'queue-data-refused' });
      expect(await backend.dump()).not.toContain('CANARY_in_queue');
      await deliveries('aws', 1);
    });

    it('promise 4: drops a forged job with further members before any handler sees it', async () => {
      await face.offer('aws', reference(), 0);
      await backend.forge('aws', { ...reference(), role: 'owner' });
      const handled: unknown[] = [];
      let consumer: Consumer | undefined;
      await new Promise<void>((resolve) => {
        const until = (): void => (faults.length > 0 ? resolve() : void setImmediate(until));
        consumer = face.consume('aws', (got) => Promise.resolve(void handled.push(got)), { concurrency: 1 });
        until();
      });
      await consumer?.close();
      expect(faults.map(({ code }) => code)).toContain('queue-data-refused');
      expect(handled.every((got) => Object.keys(got as object).length === 2)).toBe(true);
    });

    it('tells a failing handler to us and not to the queue: its message may hold anything', async () => {
      await face.offer('aws', reference(), 0);
      let failed = false;
      await deliveries('aws', 1, async () => {
        failed = true;
        await Promise.resolve();
      });
      expect(failed).toBe(true);
      await face.offer('aws', reference(), 0);
      let consumer: Consumer | undefined;
      await new Promise<void>((resolve) => {
        const until = (): void => (faults.length > 0 ? resolve() : void setImmediate(until));
        consumer = face.consume('aws', () => Promise.reject(new Error('CANARY_in_error')), { concurrency: 1 });
        until();
      });
      await consumer?.close();
      expect(faults).toEqual([expect.objectContaining({ code: 'delivery-failed' })]);
      expect(await face.counts('aws')).toEqual({ waiting: 0, active: 0 });
      expect(await backend.dump()).not.toContain('CANARY_in_error');
    });

    it('takes nothing new while paused, and goes on when resumed', async () => {
      const seen: string[] = [];
      let arrived: () => void = () => undefined;
      const arrival = new Promise<void>((resolve) => (arrived = resolve));
      const consumer = face.consume('aws', ({ jobId }) => Promise.resolve(void (seen.push(jobId), arrived())), { concurrency: 1 });
      await consumer.pause();
      await face.offer('aws', reference(), 0);
      expect(await face.counts('aws')).toEqual({ waiting: 1, active: 0 });
      expect(seen).toEqual([]);
      consumer.resume();
      await arrival;
      expect(seen).toHaveLength(1);
      await consumer.close();
    });

    it('drains: running deliveries end by themselves, and after the grace by their signal', async () => {
      const started: AbortSignal[] = [];
      let begun: () => void = () => undefined;
      const beginning = new Promise<void>((resolve) => (begun = resolve));
      const consumer = face.consume(
        'aws',
        (_, signal) =>
          new Promise<void>((resolve) => {
            started.push(signal);
            begun();
            signal.addEventListener('abort', () => resolve());
          }),
        { concurrency: 1 },
      );
      await face.offer('aws', reference(), 0);
      await face.offer('aws', reference(), 0);
      await beginning;
      expect(consumer.running()).toBe(1);
      await consumer.close(50);
      expect(started).toHaveLength(1);
      expect(started[0]?.aborted).toBe(true);
      expect(consumer.running()).toBe(0);
      expect(await face.counts('aws')).toEqual({ waiting: 1, active: 0 });
      await deliveries('aws', 1);
    });

    it('answers a ping', async () => {
      await expect(face.ping()).resolves.toBeUndefined();
    });
  });
}
