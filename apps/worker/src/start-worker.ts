import { createPool } from '@vitrine/database';
import { createLogger, createMetrics, startHealthServer, type Logger } from '@vitrine/observability';
import { createPostgresQueue, createRedisQueue, type QueueFace } from '@vitrine/queues';
import { databaseTlsOf } from '@vitrine/settings';
import { VitrineError, type QueueName } from '@vitrine/contracts';
import { pino } from 'pino';
import type { Pool } from 'pg';
import type { AuditParts } from './audit/audit-context.js';
import { usesQueue, workerDatabaseUrl, type WorkerConfig } from './config.js';
import { noOpeningKeys, readOpeningKeys } from './credentials/opening-keys.js';
import { SessionCache } from './credentials/session-cache.js';
import { logJob } from './health/log-job.js';
import { callObserver, countJobs, timeRules } from './health/worker-metrics.js';
import { JobRoom } from './jobs/job-room.js';
import type { Lease } from './jobs/lease.js';
import { runJob, type JobHandlers, type JobRunner } from './jobs/run-job.js';
import { defaultAdmission } from './relay/offer-due-jobs.js';
import { startRelay } from './relay/relay.js';
import { selfCheck } from './self-check.js';
import { startSequencing } from './trail/start-sequencing.js';

export interface RunningWorker {
  readonly healthPort: number;
  /** Takes nothing new, lets pages in hand end, releases the rest, closes what was opened. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * configuration → context → self-check → processors.
 * @param parts loaded only where jobs are run: whoever relays or sequences needs no reader and no rule
 */
export async function startWorker(config: WorkerConfig, parts: () => Promise<AuditParts>, log: Logger = workerLog(config)): Promise<RunningWorker> {
  const closers: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await assemble(config, parts, log, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** JSON lines on stderr; stdout is for the readiness line alone. */
const workerLog = (config: WorkerConfig): Logger =>
  createLogger({ process: 'vitrine-worker', level: config.logLevel, destination: pino.destination({ dest: 2, sync: true }) });

async function assemble(
  config: WorkerConfig,
  parts: () => Promise<AuditParts>,
  log: Logger,
  closers: (() => Promise<void>)[],
  closeAll: () => Promise<void>,
): Promise<RunningWorker> {
  const queues = config.duties.filter((duty): duty is QueueName => duty !== 'relay' && duty !== 'sequencer');
  const metrics = createMetrics();
  const keys = config.openingKeysFile.length === 0 ? null : readOpeningKeys(config.openingKeysFile, config.sealingKeysFile);
  const work =
    queues.length === 0 ? null : openPool(config, 'vitrine_worker', closers, Math.max(config.databasePoolSize, config.concurrency * queues.length + 4));
  const relayPool = config.duties.includes('relay') ? openPool(config, 'vitrine_relay', closers, 4) : null;
  let draining = false;
  const cache = new SessionCache();
  const handlers =
    work === null
      ? null
      : (await import('./audit/open-audits.js')).openAudits({
          config,
          parts: await parts(),
          pool: work,
          cache,
          unwrapper: keys?.unwrapper ?? noOpeningKeys,
          observer: callObserver(metrics),
          onJudged: timeRules(metrics),
          draining: () => draining,
        });
  const sequencerPool = config.duties.includes('sequencer') ? openPool(config, 'vitrine_sequencer', closers, 6) : null;
  const pools = [work, relayPool, sequencerPool].filter((pool): pool is Pool => pool !== null);
  await selfCheck({ duties: config.duties, pools, openingKeys: keys, handlers: handlers ?? everyKind });

  const queue = usesQueue(config.duties) ? await openQueue(config, log) : noQueue;
  closers.push(() => queue.close());
  const live = new Set<Lease>();
  const room = new JobRoom();
  if (relayPool !== null) {
    const relay = startRelay({
      pool: relayPool,
      queue,
      admission: { ...defaultAdmission, organizationQuota: config.organizationQuota },
      onBacklog: (backlog) => {
        for (const each of backlog) metrics.setQueue(each.queue, { backlog: each.waiting, active: each.running });
      },
      onError: (error) => {
        log.warn('relay round failed', { error });
      },
    });
    closers.push(() => relay.stop());
  }
  if (sequencerPool !== null) {
    const sequencer = startSequencing(config, sequencerPool, metrics, log);
    closers.push(() => sequencer.stop());
  }
  const count = countJobs(metrics);
  const runner: JobRunner | null =
    work === null || handlers === null
      ? null
      : {
          pool: work,
          handlers,
          live,
          room,
          onOutcome: (outcome, job, error) => {
            count(outcome, job);
            logJob(log, outcome, job, error);
          },
        };
  const consumers =
    runner === null
      ? []
      : queues.map((name) => queue.consume(name, async (reference) => void (await runJob(runner, reference)), { concurrency: config.concurrency }));
  const health = await startHealthServer({
    host: config.healthHost,
    port: config.healthPort,
    registry: metrics.registry,
    ready: async () => !draining && (await answers(pools, queue)),
  });
  log.info('worker started', { port: health.port });

  const stop = async (): Promise<void> => {
    log.info('worker draining', { count: live.size });
    draining = true;
    room.close();
    // Cursors stop at their next page; what is longer than that is let go and done again elsewhere.
    const impatience = setTimeout(() => {
      for (const lease of live) lease.interrupt('drain');
    }, config.drainTimeoutMs);
    await Promise.all(consumers.map((consumer) => consumer.close()));
    clearTimeout(impatience);
    await closeAll();
    cache.close();
    await health.stop();
    log.info('worker stopped');
  };
  let stopped: Promise<void> | undefined;
  return { healthPort: health.port, stop: () => (stopped ??= stop()) };
}

function openPool(config: WorkerConfig, role: 'vitrine_worker' | 'vitrine_relay' | 'vitrine_sequencer', closers: (() => Promise<void>)[], max: number): Pool {
  const pool = createPool({
    url: workerDatabaseUrl(config, role),
    applicationName: role.replace('_', '-'),
    max,
    // Finalize resolves a million marks in one statement.
    statementTimeoutMs: 60_000,
    ...databaseTlsOf(config),
  });
  closers.push(() => pool.end());
  return pool;
}

/** A process that only relays runs no job; its handlers are asked for nothing. */
const never = (): Promise<never> => Promise.reject(new VitrineError({ code: 'relay-runs-no-job', status: 500, publicMessage: 'An internal error occurred.' }));
const everyKind: JobHandlers = { plan: never, cursor: never, metrics: never, validate: never, bill: never, finalize: never, deliver: never, schedule: never };

async function openQueue(config: WorkerConfig, log: Logger): Promise<QueueFace> {
  const onFault = ({ code, error }: { readonly code: string; readonly error: unknown }): void => {
    log.warn('queue fault', { code, error });
  };
  const tls =
    config.redisCaFile === undefined
      ? {}
      : {
          tls: {
            authorityFile: config.redisCaFile,
            ...(config.redisCertFile === undefined ? {} : { certificateFile: config.redisCertFile }),
            ...(config.redisKeyFile === undefined ? {} : { keyFile: config.redisKeyFile }),
          },
        };
  if (config.redisUrl !== undefined)
    return await createRedisQueue({
      url: config.redisUrl,
      ...(config.redisPasswordFile === undefined ? {} : { passwordFile: config.redisPasswordFile }),
      ...tls,
      onFault,
    });
  return await createPostgresQueue({ url: config.queueDatabaseUrl ?? '', consumers: config.duties.length, ...databaseTlsOf(config), onFault });
}

/** Of a process that only sequences: it neither takes nor offers a job. */
const noQueue: Pick<QueueFace, 'offer' | 'consume' | 'ping' | 'close'> = {
  offer: never,
  consume: () => {
    throw new TypeError('a sequencer takes no jobs');
  },
  ping: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

async function answers(pools: readonly Pool[], queue: Pick<QueueFace, 'ping'>): Promise<boolean> {
  try {
    await Promise.all([...pools.map((pool) => pool.query('select 1')), queue.ping()]);
    return true;
  } catch {
    return false;
  }
}
