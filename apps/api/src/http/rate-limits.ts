import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Redis } from 'ioredis';
import { refusal } from './problem.js';

const WINDOW_SECONDS = 60;

export interface RateLimitOptions {
  readonly perPrincipal: number;
  readonly refusedSignIns: number;
  /** Shares the counts between processes; without it each process counts for itself, and says so in the docs. */
  readonly redis: Redis | 'none';
}

/** Requests per principal and refused sign-ins per address, in fixed windows of a minute. Fails open: a limiter is no lock. */
@Injectable()
export class RateLimits {
  readonly #requests: RateLimiterAbstract;
  readonly #signIns: RateLimiterAbstract;

  constructor(private readonly options: RateLimitOptions) {
    this.#requests = limiter('requests', options.perPrincipal, options.redis);
    this.#signIns = limiter('sign-ins', options.refusedSignIns, options.redis);
  }

  /** @throws VitrineError 429 `rate-limited` with Retry-After and RateLimit headers */
  async take(reply: FastifyReply, principal: string): Promise<void> {
    const state = await consumed(this.#requests, principal);
    if (state === 'store-down') return;
    const reset = Math.max(1, Math.ceil(state.result.msBeforeNext / 1000));
    const headers = {
      'ratelimit-limit': String(this.options.perPrincipal),
      'ratelimit-remaining': String(Math.max(0, state.result.remainingPoints)),
      'ratelimit-reset': String(reset),
      'ratelimit-policy': `${String(this.options.perPrincipal)};w=${String(WINDOW_SECONDS)}`,
    };
    void reply.headers(headers);
    if (!state.allowed) throw limited(reset);
  }

  /** @throws VitrineError 429 where this address was refused too often */
  async expectSignInsLeft(peer: string): Promise<void> {
    const state = await this.#signIns.get(peer).catch(() => null);
    if (state !== null && state.consumedPoints >= this.options.refusedSignIns) throw limited(Math.max(1, Math.ceil(state.msBeforeNext / 1000)));
  }

  async countRefusedSignIn(peer: string): Promise<void> {
    await consumed(this.#signIns, peer);
  }
}

function limiter(name: string, points: number, redis: Redis | 'none'): RateLimiterAbstract {
  const options = { keyPrefix: `vitrine:limit:${name}`, points, duration: WINDOW_SECONDS };
  const memory = new RateLimiterMemory(options);
  // With Redis down each process counts for itself until it is back.
  return redis === 'none' ? memory : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory, rejectIfRedisNotReady: true });
}

async function consumed(limits: RateLimiterAbstract, key: string): Promise<{ readonly allowed: boolean; readonly result: RateLimiterRes } | 'store-down'> {
  try {
    return { allowed: true, result: await limits.consume(key) };
  } catch (error) {
    return error instanceof RateLimiterRes ? { allowed: false, result: error } : 'store-down';
  }
}

function limited(seconds: number): Error {
  return refusal(429, 'rate-limited', `Too many requests. Try again in ${String(seconds)} s.`, { headers: { 'retry-after': String(seconds) } });
}
