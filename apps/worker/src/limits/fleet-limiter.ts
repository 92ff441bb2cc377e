import { setTimeout as delay } from 'node:timers/promises';
import type { Cloud } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { JobPostponed } from '../jobs/job-interrupted.js';
import { quotaClassOf, shareOf, type Quota } from './quotas.js';
import { holdBack, takeTokens } from './rate-bucket.js';

/** Where a call is counted: provider × payer or account × region × API. */
export interface CallPlace {
  readonly cloud: Cloud;
  readonly accountId: string;
  readonly region: string | null;
  readonly operation: string;
}

export interface FleetLimiter {
  /**
   * Waits for the right to one call.
   * @throws JobPostponed `throttled` when the wait is longer than a job should hold its lease for
   */
  take(place: CallPlace, signal: AbortSignal): Promise<void>;
  /** The provider said 429: everybody on this bucket stands back. */
  throttled(place: CallPlace, retryAfterMs: number): Promise<void>;
}

export interface FleetLimiterOptions {
  readonly pool: Pool;
  /** Part of the provider's quota that Vitrine may use. Default one half. */
  readonly share?: number;
  /** Longer waits put the job back into the queue. Milliseconds. */
  readonly patienceMs?: number;
}

interface Reserve {
  tokens: number;
  /** On this process' own monotonic clock. */
  until: number;
  refill: Promise<void> | null;
  waitMs: number;
}

export function createFleetLimiter({ pool, share = 0.5, patienceMs = 2_000 }: FleetLimiterOptions): FleetLimiter {
  const reserves = new Map<string, Reserve>();

  const refill = async (bucket: string, quota: Quota, reserve: Reserve): Promise<void> => {
    // About a second's worth: one round trip per second and bucket, however many calls.
    const { granted, waitMs } = await takeTokens(pool, bucket, quota, Math.max(1, Math.ceil(quota.refillPerSecond)));
    reserve.tokens = granted;
    reserve.waitMs = waitMs;
    // Tokens that lie about are forfeited, since others may be waiting for them.
    reserve.until = performance.now() + 1_500;
  };
  return {
    async take(place, signal) {
      const { bucket, quota } = bucketOf(place, share);
      const reserve = reserves.get(bucket) ?? { tokens: 0, until: 0, refill: null, waitMs: 0 };
      reserves.set(bucket, reserve);
      for (;;) {
        signal.throwIfAborted();
        if (reserve.tokens >= 1 && performance.now() < reserve.until) {
          reserve.tokens -= 1;
          return;
        }
        reserve.refill ??= refill(bucket, quota, reserve).finally(() => {
          reserve.refill = null;
        });
        await reserve.refill;
        if (reserve.tokens >= 1) continue;
        if (reserve.waitMs > patienceMs) throw new JobPostponed('throttled', reserve.waitMs);
        await delay(Math.max(10, reserve.waitMs), undefined, { signal });
      }
    },
    async throttled(place, retryAfterMs) {
      const { bucket } = bucketOf(place, share);
      const reserve = reserves.get(bucket);
      if (reserve !== undefined) reserve.tokens = 0;
      await holdBack(pool, bucket, retryAfterMs);
    },
  };
}

function bucketOf(place: CallPlace, share: number): { bucket: string; quota: Quota } {
  const { api, quota } = quotaClassOf(place.cloud, place.operation);
  return { bucket: [place.cloud, place.accountId, place.region ?? '-', api].join('/'), quota: shareOf(quota, share) };
}
