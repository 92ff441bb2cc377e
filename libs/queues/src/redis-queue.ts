import { readFileSync } from 'node:fs';
import { Queue, Worker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { bullmqFace } from './bullmq-face.js';
import { PREFIX, WORKER_SETTINGS } from './bullmq-settings.js';
import { queueEvicts, queueUnavailable } from './queue-errors.js';
import type { FaultListener, QueueFace } from './queue-face.js';

/** Without the one member whose optionality ioredis declares in two ways. */
type Options = Omit<RedisOptions, 'replyMapping'>;

export interface RedisQueueOptions {
  /** `redis://` or, with TLS, `rediss://`. */
  readonly url: string;
  readonly passwordFile?: string;
  /** Files of PEM; with the last two the client shows a certificate. */
  readonly tls?: { readonly authorityFile: string; readonly certificateFile?: string; readonly keyFile?: string };
  readonly onFault?: FaultListener;
}

/**
 * The queue of a fleet: BullMQ on Redis. A Redis that does not answer at boot is no obstacle (work is delayed, never
 * refused); one that evicts is, at boot and at every later reconnection.
 * @throws VitrineError `queue-evicts`
 */
export async function createRedisQueue(options: RedisQueueOptions): Promise<QueueFace> {
  const onFault = options.onFault ?? (() => undefined);
  const open = (duty: Options): Redis => {
    const redis = new Redis(options.url, { ...connectionOptions(options), ...duty, lazyConnect: true });
    redis.on('error', (error) => onFault({ code: 'queue-unavailable', queue: 'all', error }));
    return redis;
  };
  // Producers fail at once while Redis is away; consumers wait for it for ever.
  const producer = open({ maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 2_000 });
  const consumer = open({ maxRetriesPerRequest: null });

  let verdict: Promise<void> = Promise.resolve();
  producer.on('ready', () => {
    verdict = refuseEviction(producer);
    verdict.catch((error: unknown) => onFault({ code: 'queue-evicts', queue: 'all', error }));
  });
  await Promise.all([producer.connect().catch(() => undefined), consumer.connect().catch(() => undefined)]);
  try {
    await verdict;
  } catch (error) {
    producer.disconnect();
    consumer.disconnect();
    throw error;
  }

  return bullmqFace(
    {
      queue: (name) => new Queue(name, { connection: producer, prefix: PREFIX }),
      worker: (name, process, concurrency) =>
        new Worker(name, (job) => process(job.data), { connection: consumer, prefix: PREFIX, concurrency, ...WORKER_SETTINGS }),
      bulk: true,
      ping: async () => void (await producer.ping()),
      permitted: async () => {
        // At once and not after a wait: while Redis is away, every request would pay for it.
        if (producer.status !== 'ready') throw queueUnavailable(`the connection is ${producer.status}`);
        await verdict;
      },
      close: () => {
        producer.disconnect();
        consumer.disconnect();
        return Promise.resolve();
      },
    },
    onFault,
  );
}

/** INFO and not CONFIG: managed services forbid the latter. */
async function refuseEviction(redis: Redis): Promise<void> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1] ?? 'unknown';
  if (policy !== 'noeviction') throw queueEvicts(policy);
}

function connectionOptions(options: RedisQueueOptions): Options {
  const { tls, passwordFile } = options;
  return {
    // ioredis keeps a timer of this length after closing a socket that was already gone.
    disconnectTimeout: 200,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
    ...(passwordFile === undefined ? {} : { password: readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, '') }),
    ...(tls === undefined
      ? {}
      : {
          tls: {
            ca: readFileSync(tls.authorityFile, 'utf8'),
            ...(tls.certificateFile === undefined ? {} : { cert: readFileSync(tls.certificateFile, 'utf8') }),
            ...(tls.keyFile === undefined ? {} : { key: readFileSync(tls.keyFile, 'utf8') }),
          },
        }),
  };
}
