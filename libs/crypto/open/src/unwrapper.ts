import type { Cloud, EphemeralKey, KeyAlgorithm } from '@vitrine/crypto-envelope';

/** The content key of one envelope as its sender wrapped it. */
export interface WrappedKey {
  readonly alg: KeyAlgorithm;
  readonly kid: string;
  readonly encryptedKey: Uint8Array;
  /** Present for `ECDH-ES+A256KW`, null for `RSA-OAEP-256`. */
  readonly epk: EphemeralKey | null;
}

/**
 * The one thing a key provider does; local files, AWS KMS, Azure Key Vault, Google Cloud KMS and Vault differ only here.
 * A provider never sees an envelope's content, only its wrapped key.
 */
export interface Unwrapper {
  /** Thumbprints of the keys this process holds for a cloud; empty for a cloud it does not serve. */
  kidsFor(cloud: Cloud): ReadonlySet<string>;
  /**
   * The content key, 32 bytes, in a buffer that the caller wipes.
   * @throws KeyServiceUnavailable when asking again later may help; anything else means refused
   */
  unwrap(wrapped: WrappedKey): Promise<Buffer>;
}

/** The key service did not answer; says nothing about the envelope. */
export class KeyServiceUnavailable extends Error {
  override readonly name = 'KeyServiceUnavailable';
}
