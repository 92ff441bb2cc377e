import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** One step of one trace, as W3C Trace Context names it: the trace runs from a request through its jobs to the calls they make. */
export interface TraceContext {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/** Version, trace id, parent id, flags; a later version may append further parts, version ff is none. */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const storage = new AsyncLocalStorage<TraceContext>();

/** Reads a `traceparent` header of a caller. Anything but a well-formed one is `invalid` and starts a new trace. */
export function parseTraceparent(header: string): TraceContext | 'invalid' {
  const parts = TRACEPARENT.exec(header);
  if (parts === null) return 'invalid';
  const [, version = '', traceId = '', spanId = '', flags = '', rest] = parts;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return 'invalid';
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return 'invalid';
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The header by which a call hands this step on. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** A new trace, or a further step of the one whose id a job row carries. */
export function newTrace(traceId: string = randomBytes(16).toString('hex')): TraceContext {
  return { traceId, spanId: randomBytes(8).toString('hex'), sampled: true };
}

/** The next step below this one. */
export function childOf(parent: TraceContext): TraceContext {
  return { ...parent, spanId: randomBytes(8).toString('hex') };
}

/** Runs the work as this step, through every await below it. */
export function runInTrace<T>(context: TraceContext, work: () => T): T {
  return storage.run(context, work);
}

/** The step of the current work; `outside` where nobody began one (start-up, timers). */
export function currentTrace(): TraceContext | 'outside' {
  return storage.getStore() ?? 'outside';
}
