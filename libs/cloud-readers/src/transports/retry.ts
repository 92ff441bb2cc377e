import { setTimeout as delay } from 'node:timers/promises';
import type { CallResult } from '../engine/cloud-request.js';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** 0 to 1; injected so that tests are not slow or random. */
  readonly random?: () => number;
  readonly firstDelayMs?: number;
}

export interface Retried {
  readonly result: CallResult;
  readonly attempts: number;
}

const quickRetries = 2;

/**
 * The only retry layer: the SDKs' own are off. A lost connection or a 5xx is tried again at once, twice at most.
 * A throttled call is handed back instead: waiting is the relay's business and consumes no attempt.
 */
export async function withQuickRetries(
  attempt: () => Promise<CallResult>,
  { signal, random = Math.random, firstDelayMs = 100 }: RetryOptions,
): Promise<Retried> {
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt();
    if (result.outcome !== 'unavailable' || !result.retryable || attempts > quickRetries) return { result, attempts };
    // Full jitter: many workers that met the same fault must not come back together.
    await delay(firstDelayMs * 2 ** (attempts - 1) * (0.5 + random()), undefined, { signal });
  }
}
