import { asDatabaseError, createPool, type DatabaseTls } from '@vitrine/database';
import { createPostgresBackend, Queue, runMigrations, Worker, type PgPool } from 'bullmq';
import type { Pool } from 'pg';
import { bullmqFace } from './bullmq-face.js';
import { POSTGRES_SETTINGS, WORKER_SETTINGS } from './bullmq-settings.js';
import type { FaultListener, QueueFace } from './queue-face.js';

export interface PostgresQueueOptions {
  /** Of the role `vitrine_queue`, which owns schema `bullmq` and sees nothing else. */
  readonly url: string;
  readonly passwordFile?: string;
  readonly tls?: DatabaseTls;
  /** Consumers that this process will open; each holds one connection to listen on. Default 4, one per queue. */
  readonly consumers?: number;
  readonly onFault?: FaultListener;
}

/**
 * The queue of the embedded start: BullMQ on Postgres, one pool for all of it, its tables made or updated here.
 * @throws VitrineError `database-unavailable`
 */
export async function createPostgresQueue(options: PostgresQueueOptions): Promise<QueueFace> {
  const onFault = options.onFault ?? (() => undefined);
  const pool = createPool({
    url: options.url,
    ...(options.passwordFile === undefined ? {} : { passwordFile: options.passwordFile }),
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    applicationName: 'vitrine-queue',
    // One listening connection per consumer and a few for statements, else consumers starve each other.
    max: (options.consumers ?? 4) + 4,
    sessionOptions: '-c search_path=bullmq',
    // A connection that listens is never pipelined.
    pipeline: false,
    onIdleError: (error) => onFault({ code: 'queue-unavailable', queue: 'all', error }),
  });
  try {
    await prepareTables(pool);
  } catch (error) {
    await pool.end();
    throw asDatabaseError(error);
  }
  // BullMQ says that any pg.Pool fits its structural type; under exactOptionalPropertyTypes the compiler does not see it.
  const connection = pool as unknown as PgPool;
  return bullmqFace(
    {
      queue: (name) => new Queue(name, { connection }, createPostgresBackend),
      worker: (name, process, concurrency) =>
        new Worker(name, (job) => process(job.data), { connection, concurrency, ...WORKER_SETTINGS, ...POSTGRES_SETTINGS }, createPostgresBackend),
      // BullMQ's bulk command makes a temporary table, which the role may not (0001_database.sql).
      bulk: false,
      ping: async () => void (await pool.query('select 1')),
      permitted: () => Promise.resolve(),
      close: () => pool.end(),
    },
    onFault,
  );
}

async function prepareTables(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations({
      // The rows are BullMQ's own, and so is the type that it asks for.
      // The schema exists and is ours; IF NOT EXISTS would still ask for CREATE on the database, which the role must not have.
      query: async <R>(text: string, params?: readonly unknown[]) =>
        /^create schema if not exists/i.test(text)
          ? { rows: [] }
          : { rows: (await client.query(text, params === undefined ? undefined : [...params])).rows as R[] },
    });
  } finally {
    client.release();
  }
}
