import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { VitrineError } from '@vitrine/contracts';
import { parseSealingKeySet, type SealingKeySet } from '@vitrine/crypto-envelope';
import { fileKeyProvider } from '@vitrine/crypto-open';
import { createPool } from '@vitrine/database';
import { createLogger, startHealthServer, type Logger } from '@vitrine/observability';
import { databaseTlsOf, databaseUrlOf } from '@vitrine/settings';
import { pino } from 'pino';
import type { ResealConfig } from './config.js';
import { resealMetrics } from './reseal-metrics.js';
import { resealRound, type CloudRound } from './reseal-round.js';
import { selfCheck } from './self-check.js';

export interface RunningReseal {
  readonly healthPort: number;
  /** With `--once`: the end of the one round, `done` when nothing is left under an old key. */
  readonly finished: Promise<'done' | 'left'>;
  /** Lets the pages in hand end, closes what was opened. Safe to call twice. */
  stop(): Promise<void>;
}

/** configuration → keys → self-check → rounds, until told to stop. */
export async function startReseal(config: ResealConfig, log: Logger = resealLog(config)): Promise<RunningReseal> {
  const unwrapper = fileKeyProvider({ files: config.openingKeysFile });
  const pool = createPool({
    url: databaseUrlOf(config, { role: 'vitrine_reseal', url: config.databaseUrl, password: config.databasePassword }),
    applicationName: 'vitrine-reseal',
    max: config.concurrency + 2,
    ...databaseTlsOf(config),
  });
  const metrics = resealMetrics();
  const stopping = new AbortController();
  const unreadable = new Set<string>();
  try {
    await selfCheck(pool);
    const health = await startHealthServer({
      host: config.healthHost,
      port: config.healthPort,
      registry: metrics.registry,
      ready: () =>
        pool.query('select 1').then(
          () => !stopping.signal.aborted,
          () => false,
        ),
    });
    const round = async (): Promise<CloudRound[] | 'failed'> => {
      try {
        const published = readPublished(config.sealingKeysFile);
        const { concurrency } = config;
        const rounds = await resealRound({ pool, unwrapper, unreadable, published, concurrency, now: new Date(), signal: stopping.signal });
        for (const each of rounds) tell(log, metrics.tell, each);
        return rounds;
      } catch (error) {
        // The database or the file may be gone for a while; the next round begins where this one broke off.
        log.warn('reseal round failed', { error });
        return 'failed';
      }
    };
    const finished = config.once
      ? round().then((rounds) => (rounds !== 'failed' && rounds.every(({ waiting }) => waiting === 0) ? ('done' as const) : ('left' as const)))
      : roundsUntil(stopping.signal, config.roundSeconds * 1_000, round).then(() => 'done' as const);
    log.info('reseal started', { port: health.port });
    const stop = async (): Promise<void> => {
      stopping.abort();
      await finished;
      await pool.end();
      await health.stop();
      log.info('reseal stopped');
    };
    let stopped: Promise<void> | undefined;
    return { healthPort: health.port, finished, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function roundsUntil(signal: AbortSignal, pauseMs: number, round: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await round();
    await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

function readPublished(file: string): SealingKeySet {
  try {
    return parseSealingKeySet(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new VitrineError({
      code: 'sealing-key-unavailable',
      status: 503,
      publicMessage: 'No sealing key is in force.',
      internal: 'the sealing keys file is no public key set, or cannot be read',
    });
  }
}

function tell(log: Logger, count: (round: CloudRound) => void, round: CloudRound): void {
  count(round);
  const { cloud, resealed, waiting, unreadable, unavailable } = round;
  if (resealed > 0) log.info('envelopes resealed', { cloud, count: resealed });
  if (unavailable > 0) log.warn('key service does not answer', { cloud });
  if (unreadable > 0) log.warn('envelopes do not open', { cloud, count: unreadable });
  if (waiting > 0) log.info('envelopes under an old key', { cloud, count: waiting });
}

/** JSON lines on stderr; stdout is for the readiness line alone. */
const resealLog = (config: ResealConfig): Logger =>
  createLogger({ process: 'vitrine-reseal', level: config.logLevel, destination: pino.destination({ dest: 2, sync: true }) });
