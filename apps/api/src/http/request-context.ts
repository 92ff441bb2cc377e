import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
import { VitrineError } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import type { PolicyDecision } from '../auth/policy/policy-decision.js';
import { runInTrace, type TraceContext } from '@vitrine/observability';

/** What one request is, from its first hook to its last log line. */
export interface RequestContext {
  readonly requestId: string;
  readonly trace: TraceContext;
  /** The socket's own address. Attack: X-Forwarded-For is the caller's word and is never read. */
  readonly peer: string;
  readonly startedAt: bigint;
  caller: Caller | 'unknown';
  /** The last decision of the policies on this request; every entry of the trail carries it. */
  decision: PolicyDecision | 'none';
  /** A fault of the body's content, told only after token and scope were found good. */
  bodyFault: VitrineError | 'none';
  /** The stable code of the answered problem, for the access log. */
  problemCode: string | 'none';
}

const storage = new AsyncLocalStorage<RequestContext>();
const byRequest = new WeakMap<IncomingMessage, RequestContext>();

export function runInRequest(raw: IncomingMessage, context: RequestContext, work: () => void): void {
  byRequest.set(raw, context);
  runInTrace(context.trace, () => storage.run(context, work));
}

/** The context of a request at hand: hooks and guards, where async storage may not have followed. */
export function contextOf(raw: IncomingMessage): RequestContext | 'none' {
  return byRequest.get(raw) ?? 'none';
}

/**
 * The context of the request being answered.
 * @throws VitrineError `request-context-missing` outside any request
 */
export function requestContext(): RequestContext {
  const context = storage.getStore();
  if (context === undefined) {
    throw new VitrineError({
      code: 'request-context-missing',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: 'request work outside a request',
    });
  }
  return context;
}

/**
 * Who is calling, after the guards let the request through.
 * @throws VitrineError `caller-missing` on a public route
 */
export function currentCaller(): Caller {
  const { caller } = requestContext();
  if (caller === 'unknown')
    throw new VitrineError({
      code: 'caller-missing',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: 'a public route asked who is calling',
    });
  return caller;
}
