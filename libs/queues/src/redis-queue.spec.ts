import { describe, expect, it } from '@jest/globals';
import { jobIdSchema, newId, organizationIdSchema, type JobReference } from '@vitrine/contracts';
import { freePort, redisAvailable, startTestRedis } from '@vitrine/testing';
import type { QueueFace } from './queue-face.js';
import { createRedisQueue } from './redis-queue.js';

const reference = (): JobReference => ({
  organizationId: organizationIdSchema.parse(newId(organizationIdSchema)),
  jobId: jobIdSchema.parse(newId(jobIdSchema)),
});

/** Offers until one is taken: a reconnection announces itself to nobody outside. */
async function untilTaken(face: QueueFace): Promise<void> {
  for (;;) {
    try {
      return await face.offer('aws', reference(), 0);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

(redisAvailable() ? describe : describe.skip)('the queue on a Redis in trouble', () => {
  it('refuses to start on a Redis that evicts: it would drop jobs and say nothing', async () => {
    const redis = await startTestRedis({ maxmemoryPolicy: 'allkeys-lru' });
    await expect(createRedisQueue({ url: redis.url })).rejects.toMatchObject({ code: 'queue-evicts' });
    await redis.stop();
  });

  it('starts without a Redis, and tells every offer that the queue is away, retryable, instead of waiting for it', async () => {
    const face = await createRedisQueue({ url: `redis://127.0.0.1:${await freePort()}` });
    await expect(face.offer('aws', reference(), 0)).rejects.toMatchObject({ code: 'queue-unavailable', retryable: true });
    await expect(face.ping()).rejects.toMatchObject({ code: 'queue-unavailable' });
    await face.close();
  });

  it('loses what it held to a crash, and works again by itself, consumers too', async () => {
    const redis = await startTestRedis();
    const face = await createRedisQueue({ url: redis.url });
    await face.offer('aws', reference(), 0);
    await redis.crash();
    await untilTaken(face);
    expect(await face.counts('aws')).toEqual({ waiting: 1, active: 0 });
    let arrived: () => void = () => undefined;
    const arrival = (): Promise<void> => new Promise((resolve) => (arrived = resolve));
    const first = arrival();
    face.consume('aws', () => Promise.resolve(arrived()), { concurrency: 1 });
    await first;
    const second = arrival();
    await redis.crash();
    await untilTaken(face);
    await second;
    await face.close();
    await redis.stop();
  });
});
