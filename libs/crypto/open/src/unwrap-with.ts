import { constants, createPublicKey, diffieHellman, privateDecrypt, type KeyObject } from 'node:crypto';
import { contentKeyFromAgreement } from './key-agreement.js';
import { OpeningKeyError } from './open-error.js';
import type { WrappedKey } from './unwrapper.js';

/**
 * Unwraps a content key with a private key held in this process.
 * @throws Error when it does not unwrap; the caller tells nobody why
 */
export function unwrapWith(privateKey: KeyObject, { alg, encryptedKey, epk }: WrappedKey): Buffer {
  switch (alg) {
    case 'ECDH-ES+A256KW': {
      if (epk === null) throw new OpeningKeyError('no ephemeral key');
      // Attack: a point off the curve leaks the private key bit by bit; OpenSSL refuses it on import.
      const publicKey = createPublicKey({ key: { ...epk }, format: 'jwk' });
      return contentKeyFromAgreement(diffieHellman({ privateKey, publicKey }), encryptedKey);
    }
    case 'RSA-OAEP-256':
      return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, encryptedKey);
    default:
      return alg satisfies never;
  }
}
