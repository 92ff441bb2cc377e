import { randomUUID } from 'node:crypto';
import type { CallResult, CloudRequest, CloudSession } from '../engine/cloud-request.js';
import type { CallObserver } from '../gate/call-observer.js';
import { operationNotDeclared } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';
import { withQuickRetries } from '../transports/retry.js';
import type { ResponseMeter, Transport } from '../transports/transport.js';
import { sessionClosed } from './session-error.js';

export interface CloudSessionParts {
  /** What this session may call, its sign-in left out: nobody signs in through `call`. */
  readonly operations: readonly Operation[];
  transportFor(operation: Operation): Transport | Promise<Transport>;
  readonly meter: ResponseMeter;
  readonly observer: CallObserver;
  /** Asked before a call: may already know that the answer would be a refusal dressed as an empty list. */
  before?(operation: Operation, request: CloudRequest, signal: AbortSignal): Promise<CallResult | null>;
  /** First delay of the quick retries; 0 in specs, so that they do not wait. */
  readonly retryDelayMs?: number;
  wipe(): void;
}

/** The face that readers see: a request as data in, a named result out. Counts every call and ties it to the trace. */
export function createCloudSession(parts: CloudSessionParts): CloudSession {
  const byId = new Map(parts.operations.map((operation) => [operation.id, operation]));
  const closed = new AbortController();

  async function call(request: CloudRequest, signal: AbortSignal): Promise<CallResult> {
    if (closed.signal.aborted) throw sessionClosed();
    const operation = byId.get(request.operation);
    if (operation === undefined) {
      parts.observer.refused({ cloud: parts.operations[0]?.cloud ?? 'aws', operation: request.operation, reason: 'not on the list of this session' });
      throw operationNotDeclared(request.operation);
    }
    const either = AbortSignal.any([signal, closed.signal]);
    const known = await parts.before?.(operation, request, either);
    if (known !== undefined && known !== null) return known;
    const transport = await parts.transportFor(operation);
    const headers = traceHeaders(operation, parts.observer);
    const started = performance.now();
    parts.meter.bytes = 0;
    const { result, attempts } = await withQuickRetries(() => transport.once(operation, request, headers, either), {
      signal: either,
      ...(parts.retryDelayMs === undefined ? {} : { firstDelayMs: parts.retryDelayMs }),
    });
    parts.observer.ended({
      cloud: operation.cloud,
      operation: operation.id,
      outcome: result.outcome,
      milliseconds: performance.now() - started,
      attempts,
      responseBytes: parts.meter.bytes,
      requestId: 'requestId' in result ? result.requestId : null,
    });
    return result;
  }

  return {
    call,
    close() {
      closed.abort(sessionClosed());
      parts.wipe();
    },
  };
}

/** One trace id from the API request to the cloud call, in the header that the provider logs. */
function traceHeaders(operation: Operation, observer: CallObserver): Record<string, string> {
  const traceparent = observer.traceparent();
  const azure = operation.cloud === 'azure' ? { 'x-ms-client-request-id': requestIdOf(traceparent) } : {};
  return traceparent === null ? azure : { ...azure, traceparent };
}

function requestIdOf(traceparent: string | null): string {
  const id =
    traceparent === null ? null : (/^[0-9a-f]{2}-([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})-/.exec(traceparent)?.slice(1) ?? null);
  return id === null ? randomUUID() : id.join('-');
}
