import type { JobReference, QueueName } from '@vitrine/contracts';
import { VitrineError } from '@vitrine/contracts';
import type { QueueFace } from '@vitrine/queues';
import type { ApiLog } from '../log.js';
import type { ApiMetrics } from '../metrics/api-metrics.js';

/** The API's whole use of a queue. */
export type OfferingQueue = Pick<QueueFace, 'offer' | 'ping' | 'close'>;

const RECONNECT_MS = 2_000;

/**
 * Offers a job that was committed, by reference. It never refuses a request: the row is the truth, and the relay offers
 * whatever was not offered here. Call it after the transaction that wrote the job.
 */
export class JobOffers {
  #queue: OfferingQueue | 'down' = 'down';
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly open: () => Promise<OfferingQueue>,
    private readonly log: ApiLog,
    private readonly metrics: ApiMetrics,
  ) {}

  /** Opens the queue, now or as soon as it answers; the API serves meanwhile. */
  async start(): Promise<void> {
    try {
      const queue = await this.open();
      if (this.#closed) await queue.close();
      else this.#queue = queue;
    } catch (error) {
      // A Redis that evicts would lose jobs silently: that is a fault of the set-up and ends the start.
      if (error instanceof VitrineError && error.code === 'queue-evicts') throw error;
      if (this.#closed) return;
      this.#timer = setTimeout(() => void this.start().catch(() => undefined), RECONNECT_MS);
      this.#timer.unref();
    }
  }

  /** @param offerNo the job row's `offer_no`; 0 for a new one */
  async offer(queue: QueueName, reference: JobReference, offerNo = 0): Promise<'offered' | 'left-to-relay'> {
    try {
      if (this.#queue === 'down') throw new VitrineError({ code: 'queue-unavailable', status: 503, publicMessage: 'The queue is not available.' });
      await this.#queue.offer(queue, reference, offerNo);
      this.metrics.offered('offered');
      return 'offered';
    } catch (error) {
      this.log.event('offer-failed', { code: error instanceof VitrineError ? error.code : 'unknown' });
      this.metrics.offered('left-to-relay');
      return 'left-to-relay';
    }
  }

  async state(): Promise<'up' | 'down'> {
    if (this.#queue === 'down') return 'down';
    return await this.#queue.ping().then(
      () => 'up' as const,
      () => 'down' as const,
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#queue !== 'down') await this.#queue.close();
  }
}
