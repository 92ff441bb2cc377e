import type { Cloud } from '@vitrine/contracts';
import type { CallResult } from '../engine/cloud-request.js';

/** One call that ended, for counters per operation and for the trace. No parameter, no answer, no id of a resource. */
export interface CallEvent {
  readonly cloud: Cloud;
  readonly operation: string;
  readonly outcome: CallResult['outcome'];
  readonly milliseconds: number;
  /** Requests that left, 1 plus quick retries. */
  readonly attempts: number;
  readonly responseBytes: number;
  readonly requestId: string | null;
}

/** What the worker hangs on every call: metrics, and the trace id that must reach the cloud call. */
export interface CallObserver {
  ended(event: CallEvent): void;
  /** The gate stopped a request before a byte left. Never happens unless code is wrong or hostile. */
  refused(event: { readonly cloud: Cloud; readonly operation: string; readonly reason: string }): void;
  /** W3C `traceparent` of the current span, or null outside a trace. */
  traceparent(): string | null;
}

export const silentObserver: CallObserver = { ended: () => undefined, refused: () => undefined, traceparent: () => null };
