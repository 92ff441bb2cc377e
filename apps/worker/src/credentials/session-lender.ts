import { setTimeout as delay } from 'node:timers/promises';
import {
  groupOperations,
  operationById,
  openSession,
  parseCredential,
  type BaseIdentities,
  type BillingPins,
  type CallObserver,
  type CallResult,
  type CloudRequest,
  type Endpoints,
  type OpenSession,
} from '@vitrine/cloud-readers';
import type { LentSession, SessionLender } from '../audit/audit-context.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { interruptionOf, JobPostponed } from '../jobs/job-interrupted.js';
import type { CallCounts } from '../jobs/page-record.js';
import { sha256Hex } from '../jobs/hash-text.js';
import type { CallPlace, FleetLimiter } from '../limits/fleet-limiter.js';
import { assertionUnderLease } from './assertion-under-lease.js';
import type { AssertionMint } from './federation-assertion.js';
import { loadPins } from './load-pins.js';
import type { CachedSession, SessionCache, SessionKey } from './session-cache.js';
import { withCredential, type Vault } from './with-credential.js';

export interface SessionLenderOptions {
  readonly vault: Vault;
  readonly cache: SessionCache;
  readonly limiter: FleetLimiter;
  readonly baseIdentities: BaseIdentities;
  readonly endpoints: Endpoints;
  readonly observer: CallObserver;
  /** Absent where the operator set no federation key. */
  readonly mint?: AssertionMint;
}

/** A short 429 is waited out under the lease; more than so many in a row, or a longer one, puts the job back. */
const patience = { waitMs: 2_000, times: 3 };

/**
 * Lends sessions to jobs: the credential is opened under the job's lease, traded at once, and the session narrowed to the operations that the
 * job declared. Every call takes its token from the fleet's limiter and is counted for the page.
 */
export function createSessionLender(options: SessionLenderOptions): SessionLender {
  return {
    async withSession(job, lease, operations, use) {
      const forget = (): void => {
        const why = interruptionOf(lease.signal)?.interruption;
        if (why === 'cancelled' || why === 'revoked' || why === 'credential-replaced') options.cache.dropConnection(job.organizationId, job.connectionId);
      };
      lease.signal.addEventListener('abort', forget, { once: true });
      const pins = await loadPins(options.vault.pool, job);
      const groups = new SessionGroups(options, job, operations, pins);
      try {
        const first = await groups.first();
        const counted = new CountedCalls(options.limiter, job, groups, { first, pins });
        return await use(counted.lent());
      } finally {
        lease.signal.removeEventListener('abort', forget);
        groups.release();
      }
    },
  };
}

/** One session per group of operations, because an AWS session policy holds 2,048 characters; opened when first needed. */
class SessionGroups {
  readonly #groups: readonly (readonly string[])[];
  readonly #held = new Map<number, Promise<CachedSession>>();
  /** Ended by the provider; calls of this job may still be under way on them. */
  readonly #ended: Promise<CachedSession>[] = [];
  /** A session is pinned to the bill that its connection named when it was opened: naming another one must not meet it in the cache. */
  readonly #pinsText: string;

  constructor(
    private readonly options: SessionLenderOptions,
    private readonly job: ClaimedJob,
    operations: readonly string[],
    private readonly pins: BillingPins,
  ) {
    this.#pinsText = operations.some((id) => operationById(id).list === 'billing') ? JSON.stringify(pins) : '';
    const distinct = [...new Set(operations)].sort();
    this.#groups = job.cloud === 'aws' ? groupOperations(distinct.map(operationById)).map((group) => group.map((operation) => operation.id)) : [distinct];
  }

  first(): Promise<OpenSession> {
    return this.#open(0);
  }

  for(operation: string): Promise<OpenSession> {
    return this.#open(this.#indexOf(operation));
  }

  /** The provider ended the session before its time: it is signed in once more, for all calls of the job that were on it together. */
  async renew(operation: string, ended: OpenSession): Promise<void> {
    const index = this.#indexOf(operation);
    const held = this.#held.get(index);
    if (held !== undefined && (await held).session === ended && this.#held.get(index) === held) {
      this.options.cache.drop(this.#key(index), ended);
      this.#ended.push(held);
      this.#held.delete(index);
    }
    await this.#open(index);
  }

  release(): void {
    for (const held of [...this.#held.values(), ...this.#ended])
      void held.then(
        ({ release }) => release(),
        () => undefined,
      );
  }

  /** An operation of no group goes to the first session, whose gate refuses it. */
  #indexOf(operation: string): number {
    return Math.max(
      0,
      this.#groups.findIndex((group) => group.includes(operation)),
    );
  }

  async #open(index: number): Promise<OpenSession> {
    // Held as a promise: two calls that come together must not hold it twice and release it once.
    const held = this.#held.get(index) ?? this.options.cache.acquire(this.#key(index), () => this.#trade(this.#groups[index] ?? []));
    this.#held.set(index, held);
    try {
      return (await held).session;
    } catch (error) {
      if (this.#held.get(index) === held) this.#held.delete(index);
      throw error;
    }
  }

  #key(index: number): SessionKey {
    const { organizationId, connectionId, credentialVersion } = this.job;
    return { organizationId, connectionId, version: credentialVersion, group: sha256Hex([...(this.#groups[index] ?? []), this.#pinsText].join(' ')) };
  }

  async #trade(operations: readonly string[]): Promise<OpenSession> {
    const { vault, baseIdentities, endpoints, observer, mint } = this.options;
    const { job, pins } = this;
    return await withCredential(
      vault,
      job,
      async ({ kind, ...members }) =>
        await openSession(parseCredential(kind, members), {
          baseIdentities,
          endpoints,
          operations,
          clock: () => new Date(),
          observer,
          pins,
          ...(mint === undefined ? {} : { assertion: assertionUnderLease(vault.pool, mint, job) }),
          // Not the job's own signal: others may be waiting for the same opening.
          signal: AbortSignal.timeout(60_000),
        }),
    );
  }
}

/** The session as a job sees it. */
class CountedCalls {
  #counts: CallCounts = {};

  constructor(
    private readonly limiter: FleetLimiter,
    private readonly job: ClaimedJob,
    private readonly groups: SessionGroups,
    private readonly opened: { readonly first: OpenSession; readonly pins: BillingPins },
  ) {}

  lent(): LentSession {
    return {
      pins: this.opened.pins,
      session: { ...this.opened.first, call: (request, signal) => this.#call(request, signal), close: () => undefined },
      takeCalls: () => {
        const taken = this.#counts;
        this.#counts = {};
        return taken;
      },
    };
  }

  async #call(request: CloudRequest, signal: AbortSignal): Promise<CallResult> {
    const place = this.#place(request);
    let renewed = false;
    for (let throttled = 0; ;) {
      await this.limiter.take(place, signal);
      const session = await this.groups.for(request.operation);
      const result = await session.call(request, signal);
      this.#count(request.operation, result);
      if (result.outcome === 'throttled') {
        throttled += 1;
        await this.limiter.throttled(place, result.retryAfterMs);
        if (result.retryAfterMs > patience.waitMs || throttled > patience.times) throw new JobPostponed('throttled', result.retryAfterMs);
        await delay(result.retryAfterMs, undefined, { signal });
        continue;
      }
      if (result.outcome !== 'expired' || renewed) return result;
      renewed = true;
      await this.groups.renew(request.operation, session);
    }
  }

  #place(request: CloudRequest): CallPlace {
    const { cloud, scope } = this.job;
    const accountId = cloud === 'gcp' ? (scope?.split('/')[1] ?? this.opened.first.principal.accountId) : this.opened.first.principal.accountId;
    return { cloud, accountId: accountId ?? this.opened.first.principal.name, region: request.region ?? null, operation: request.operation };
  }

  #count(operation: string, result: CallResult): void {
    const sum = (this.#counts[operation] ??= { calls: 0, denied: 0, throttled: 0 });
    sum.calls += 1;
    if (result.outcome === 'denied') sum.denied += 1;
    if (result.outcome === 'throttled') sum.throttled += 1;
  }
}
