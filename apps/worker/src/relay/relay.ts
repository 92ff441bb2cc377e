import type { Pool, PoolClient } from 'pg';
import { defaultAdmission, offerDueJobs, type AdmissionOptions, type Offer, type OfferingQueue } from './offer-due-jobs.js';
import { measureBacklog, type QueueBacklog } from './measure-backlog.js';

export interface RelayOptions {
  readonly pool: Pool;
  readonly queue: OfferingQueue;
  readonly admission?: AdmissionOptions;
  /** Milliseconds between looks when nobody calls. */
  readonly pollMs?: number;
  /** Milliseconds between backlog measurements. */
  readonly measureMs?: number;
  readonly onOffered?: (offers: readonly Offer[]) => void;
  readonly onBacklog?: (backlog: readonly QueueBacklog[]) => void;
  readonly onError?: (error: unknown) => void;
}

export interface Relay {
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

/**
 * Offers due jobs whenever a worker says that something changed (`vitrine_job`), with a poll behind, since notifications are lost with
 * their connection. Holds no state: any number of relays may run, and one that dies is missed by nobody.
 */
export function startRelay(options: RelayOptions): Relay {
  const { pool, queue, admission = defaultAdmission, pollMs = 1_000, measureMs = 5_000 } = options;
  let stopped = false;
  let called = false;
  let wake: () => void = () => undefined;
  let listener: PoolClient | undefined;
  let nextMeasure = 0;

  const listen = async (): Promise<void> => {
    if (listener !== undefined) return;
    const client = await pool.connect();
    client.on('notification', () => {
      called = true;
      wake();
    });
    // Given back even when broken: a pool counts what it lent, and after as many crashes of the database as it has places the relay would stand still for ever.
    client.on('error', (error) => {
      if (listener !== client) return;
      listener = undefined;
      client.release(error);
    });
    try {
      await client.query('listen vitrine_job');
      listener = client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  const round = async (): Promise<void> => {
    try {
      await listen();
      called = false;
      const offers = await offerDueJobs(pool, queue, admission);
      if (offers.length > 0) options.onOffered?.(offers);
      // A full round may have left work behind.
      if (offers.length >= admission.roundLimit) called = true;
      if (options.onBacklog !== undefined && performance.now() >= nextMeasure) {
        options.onBacklog(await measureBacklog(pool));
        nextMeasure = performance.now() + measureMs;
      }
    } catch (error) {
      options.onError?.(error);
    }
  };
  const pause = async (): Promise<void> => {
    if (called || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
  const running = (async () => {
    for (;;) {
      await round();
      await pause();
      if (stopped) return;
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await running;
      listener?.release(true);
    },
  };
}
