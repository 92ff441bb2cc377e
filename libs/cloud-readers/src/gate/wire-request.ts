import type { Operation } from '../operations/operation.js';

/** A request as it would leave: complete, signed, nothing added after. Header names are lower-case. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A request that the gate has compared with its declaration. Only these are sent. */
export interface AdmittedRequest extends WireRequest {
  readonly operation: Operation;
}

const admitted = new WeakSet<AdmittedRequest>();

/**
 * For the gate alone. The copy is frozen, so nobody can change a request between its check and its sending.
 */
export function stampAdmitted(wire: WireRequest, operation: Operation): AdmittedRequest {
  const request: AdmittedRequest = Object.freeze({
    method: wire.method,
    url: wire.url,
    headers: Object.freeze({ ...wire.headers }),
    body: wire.body,
    operation,
  });
  admitted.add(request);
  return request;
}

/** Against code that builds an object of the right shape and hands it to the sender past the gate. */
export function isAdmitted(request: AdmittedRequest): boolean {
  return admitted.has(request);
}
