import type { JobReference, QueueName } from '@vitrine/contracts';

export interface Offer {
  readonly reference: JobReference;
  /** The job's `offer_no`: the same offer twice is one delivery, a new number is a new one. */
  readonly offerNo: number;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
}

/**
 * What a worker does with a reference. Postgres decides whether there is anything to do and counts attempts, so an
 * outcome is not reported to the queue: a rejection is told to `onFault` and the delivery is over either way.
 */
export type DeliveryHandler = (reference: JobReference, signal: AbortSignal) => Promise<void>;

export interface ConsumeOptions {
  /** Deliveries at a time. */
  readonly concurrency: number;
}

export interface Consumer {
  /** Takes no new delivery; running ones go on. */
  pause(): Promise<void>;
  resume(): void;
  /** How many deliveries run now. */
  running(): number;
  /**
   * Takes no new delivery and waits for the running ones. After `graceMs` (default: never) their signals are aborted
   * and the wait goes on until they have let go.
   */
  close(graceMs?: number): Promise<void>;
}

/** Trouble that belongs to no caller; `code` is `queue-unavailable`, `queue-data-refused`, `delivery-failed` or `queue-evicts`. */
export type FaultListener = (fault: { readonly code: string; readonly queue: QueueName | 'all'; readonly error: unknown }) => void;

/** The queue as the rest of the house sees it: it dispatches references and may lose them all; truth is in Postgres. */
export interface QueueFace {
  /** @throws VitrineError `queue-unavailable` (retryable), `queue-data-refused` */
  offer(queue: QueueName, reference: JobReference, offerNo: number): Promise<void>;
  /** After an error some may have been offered; offering all of them again is harmless. */
  offerMany(queue: QueueName, offers: readonly Offer[]): Promise<void>;
  consume(queue: QueueName, handler: DeliveryHandler, options: ConsumeOptions): Consumer;
  counts(queue: QueueName): Promise<QueueCounts>;
  /** @throws VitrineError `queue-unavailable` */
  ping(): Promise<void>;
  /** Closes what this face opened, its consumers too. Safe to call twice. */
  close(): Promise<void>;
}
