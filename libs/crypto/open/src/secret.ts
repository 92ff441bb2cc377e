import { inspect } from 'node:util';
import { readPlaintext, type Credential, type CredentialContext } from '@vitrine/crypto-envelope';
import { OpenError } from './open-error.js';

const mask = '[secret]';

/** Reads the lent bytes as the credential they are. Its strings cannot be wiped: keep it inside the callback. */
export type ParseCredential = () => Credential;

/**
 * An opened credential that nothing prints: not a log line, a template string, JSON, an inspector or an error.
 * It can be used once; afterwards its bytes are zero. A worker trades it at once for the provider's own session.
 */
export class Secret {
  readonly #bytes: Buffer;
  readonly #context: CredentialContext;
  #state: 'whole' | 'lent' | 'wiped' = 'whole';

  /** Takes `bytes` over: it is wiped here, the caller keeps no copy. */
  constructor(bytes: Buffer, context: CredentialContext) {
    this.#bytes = bytes;
    this.#context = context;
  }

  /**
   * Lends the plaintext to `borrow` and wipes it when that returns, throws or settles.
   * @throws Error when it has been used or wiped before
   */
  async use<T>(borrow: (bytes: Buffer, parse: ParseCredential) => T | Promise<T>): Promise<T> {
    if (this.#state !== 'whole') throw new Error('the secret has been used and wiped');
    this.#state = 'lent';
    try {
      return await borrow(this.#bytes, () => this.#parse());
    } finally {
      this.wipe();
    }
  }

  /** Fills the plaintext with zeros; harmless when repeated. */
  wipe(): void {
    this.#bytes.fill(0);
    this.#state = 'wiped';
  }

  #parse(): Credential {
    const reading = readPlaintext(this.#bytes, this.#context);
    if (reading.outcome !== 'credential') throw new OpenError(reading.outcome);
    return reading.credential;
  }

  toJSON(): string {
    return mask;
  }

  toString(): string {
    return mask;
  }

  [Symbol.toPrimitive](): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
