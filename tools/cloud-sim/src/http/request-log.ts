import type { SimRequest } from './sim-request.js';

export type SimCloud = 'aws' | 'azure' | 'gcp';

/**
 * What a call is by the provider's own access levels. `secret` are calls labelled Read that hand out secrets or
 * customer data; `unknown` is whatever the handler did not recognise.
 */
export type SimAccess = 'read' | 'write' | 'secret' | 'sign-in' | 'unknown';

/** What became of the call; `refused` is any other error answer. */
export type SimOutcome = 'pending' | 'answered' | 'denied' | 'throttled' | 'refused';

/** One request. No authorization value, query string or body is kept: any of them may carry a credential. */
export interface LoggedRequest {
  readonly at: string;
  readonly cloud: SimCloud;
  /** The provider's own words: `ec2:DescribeVolumes`, `Microsoft.Compute/disks/read`, `compute.disks.list`. */
  readonly operation: string;
  readonly access: SimAccess;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly outcome: SimOutcome;
  readonly region: string | null;
  /** Who called, as the provider names principals; never a key. */
  readonly principal: string | null;
  readonly traceparent: string | null;
  /** `x-ms-client-request-id`. */
  readonly clientRequestId: string | null;
}

type Mutable = { -readonly [Member in keyof LoggedRequest]: LoggedRequest[Member] };

/** What a handler learns about a request while it answers. */
export type RequestFacts = Partial<Pick<LoggedRequest, 'operation' | 'access' | 'outcome' | 'region' | 'principal'>>;

/** Every request the simulator saw, so that tests can assert what was *not* called. */
export class RequestLog {
  private readonly entries: Mutable[] = [];
  private readonly open = new WeakMap<SimRequest, Mutable>();

  /** Called by the server before a handler runs. */
  begin(cloud: SimCloud, request: SimRequest, at: Date): void {
    const entry: Mutable = {
      at: at.toISOString(),
      cloud,
      operation: 'unrecognised',
      access: 'unknown',
      method: request.method,
      path: request.url.pathname,
      status: 0,
      outcome: 'pending',
      region: null,
      principal: null,
      traceparent: request.headers['traceparent'] ?? null,
      clientRequestId: request.headers['x-ms-client-request-id'] ?? null,
    };
    this.entries.push(entry);
    this.open.set(request, entry);
  }

  /** Called by handlers, as often as they learn something. A request that the server did not begin is ignored. */
  identify(request: SimRequest, facts: RequestFacts): void {
    const entry = this.open.get(request);
    if (entry !== undefined) Object.assign(entry, facts);
  }

  /** Called by the server once the status is known. */
  end(request: SimRequest, status: number): void {
    const entry = this.open.get(request);
    if (entry === undefined) return;
    entry.status = status;
    if (entry.outcome !== 'pending') return;
    if (status === 429) entry.outcome = 'throttled';
    else if (status === 403) entry.outcome = 'denied';
    else entry.outcome = status >= 400 ? 'refused' : 'answered';
  }

  all(): readonly LoggedRequest[] {
    return this.entries;
  }

  of(operation: string): LoggedRequest[] {
    return this.entries.filter((entry) => entry.operation === operation);
  }

  /** How often an operation was called, whatever the answer. */
  count(operation: string): number {
    return this.of(operation).length;
  }

  /** Everything that is not provably harmless: writes, and calls that no handler recognised. */
  writes(): LoggedRequest[] {
    return this.entries.filter((entry) => entry.access === 'write' || entry.access === 'unknown');
  }

  /** Calls that would reveal secrets or customer data. */
  secretReads(): LoggedRequest[] {
    return this.entries.filter((entry) => entry.access === 'secret');
  }

  throttled(): LoggedRequest[] {
    return this.entries.filter((entry) => entry.outcome === 'throttled');
  }

  denied(): LoggedRequest[] {
    return this.entries.filter((entry) => entry.outcome === 'denied');
  }

  /** Calls per operation, for a terminal summary. */
  operations(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { operation } of this.entries) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
