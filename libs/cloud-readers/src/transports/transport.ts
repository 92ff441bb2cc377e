import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import type { Operation } from '../operations/operation.js';

/** Speaks one cloud's wire protocols: builds, signs, passes the gate, sends, and says what the answer came to. */
export interface Transport {
  /**
   * @param headers trace headers of this call
   * @throws the signal's reason on cancel; VitrineError `operation-not-declared` or `request-malformed` for requests that are ours to fix
   */
  once(operation: Operation, request: CloudRequest, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<CallResult>;
}

/** Bytes of the last answer, for counters; kept apart so that results stay what readers see. */
export interface ResponseMeter {
  bytes: number;
}
