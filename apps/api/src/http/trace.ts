import { randomBytes } from 'node:crypto';

/** W3C Trace Context, the parts that we carry: one trace id from request through job to cloud call. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** A child of the caller's span, or a new trace where the header is missing or malformed (the standard says: start afresh). */
export function traceOf(traceparent: string | undefined): TraceContext {
  const [, traceId = '', parentId = '', flags = '00'] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const valid = traceId !== '' && !/^0+$/.test(traceId) && !/^0+$/.test(parentId);
  return {
    traceId: valid ? traceId : randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    sampled: valid ? (Number.parseInt(flags, 16) & 1) === 1 : true,
  };
}

export function traceparentOf({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}
