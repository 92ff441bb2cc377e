/**
 * Why work on a job stops before its end.
 * `fenced`: another worker holds it · `lease-lost`: no heartbeat got through · `cancelled`: a person asked · `revoked`: the connection
 * may not be used any more · `credential-replaced`: what this audit was checked with is not the current credential · `drain`: this process goes.
 * `make-room`: a suspected job must be alone in this process.
 */
export type Interruption = 'fenced' | 'lease-lost' | 'cancelled' | 'revoked' | 'credential-replaced' | 'drain' | 'make-room';

/** Thrown, and the reason of the lease's AbortSignal: stops the page in hand, which is then dropped. */
export class JobInterrupted extends Error {
  override readonly name = 'JobInterrupted';
  readonly interruption: Interruption;

  constructor(interruption: Interruption) {
    super(interruption);
    this.interruption = interruption;
  }
}

/** Not now, and nobody's fault: the job goes back to the queue without an attempt burnt. */
export class JobPostponed extends Error {
  override readonly name = 'JobPostponed';
  readonly delayMs: number;
  /** Stable code, for instance `throttled`. */
  readonly code: string;

  constructor(code: string, delayMs: number) {
    super(code);
    this.code = code;
    this.delayMs = delayMs;
  }
}

/** What stopped the signal, if it was the lease; a time limit or a stranger's abort is no interruption. */
export function interruptionOf(signal: AbortSignal): JobInterrupted | null {
  return signal.aborted && signal.reason instanceof JobInterrupted ? signal.reason : null;
}
