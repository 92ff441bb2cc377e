import type { WrappedKey } from '../unwrapper.js';

/**
 * One private key that never leaves its service. AWS KMS and Vault transit are here; Azure Key Vault (`unwrapKey`, RSA-OAEP-256) and
 * Google Cloud KMS (`asymmetricDecrypt`) are the same single question.
 */
export interface KeyAtService {
  /**
   * Asks the service for the content key, 32 bytes, in a buffer that the caller wipes.
   * @throws KeyServiceUnavailable when it is down, slow, throttling, or does not let us: all of it says nothing about the envelope
   * @throws Error when the service says that this very ciphertext is not of its key
   */
  unwrap(wrapped: WrappedKey): Promise<Buffer>;
}
