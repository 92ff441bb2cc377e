import type { EnvelopeFault } from '@vitrine/crypto-envelope';

/**
 * The step at which opening stopped, for the trail.
 * `key-service-unavailable` is the only one that another try can mend; all others are final for this envelope.
 */
export type OpenFault =
  | EnvelopeFault
  | 'key-refused'
  | 'key-service-unavailable'
  | 'content-key-size'
  | 'content-authentication'
  | 'plaintext-schema'
  | 'plaintext-organization'
  | 'plaintext-connection';

/**
 * An envelope did not open. One outward code for every reason: an attacker who learns which step failed
 * learns how far a forgery got. No `cause`, because a library's message may quote what it was given.
 */
export class OpenError extends Error {
  override readonly name = 'OpenError';
  readonly code = 'open_failed';
  readonly fault: OpenFault;

  constructor(fault: OpenFault) {
    super('open_failed');
    this.fault = fault;
    // Not enumerable: a logger that prints an error's members would print the step.
    Object.defineProperty(this, 'fault', { enumerable: false });
  }

  toJSON(): { readonly code: 'open_failed' } {
    return { code: this.code };
  }
}

/** The file or set of private keys cannot be used. Names the file and the reason, never a key. */
export class OpeningKeyError extends Error {
  override readonly name = 'OpeningKeyError';
}
