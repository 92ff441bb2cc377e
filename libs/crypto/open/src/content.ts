import { createDecipheriv } from 'node:crypto';
import { contentKeyBytes, type Envelope, type EphemeralKey } from '@vitrine/crypto-envelope';
import { OpenError } from './open-error.js';
import { KeyServiceUnavailable, type Unwrapper } from './unwrapper.js';

/** An envelope and what its checked header says about its key: a credential's or a webhook secret's. */
export interface WrappedEnvelope {
  readonly envelope: Envelope;
  readonly header:
    { readonly alg: 'ECDH-ES+A256KW'; readonly kid: string; readonly epk: EphemeralKey } | { readonly alg: 'RSA-OAEP-256'; readonly kid: string };
}

/** The content key of a checked envelope, in a buffer that `decrypt` wipes. @throws OpenError */
export async function unwrapContentKey({ envelope, header }: WrappedEnvelope, unwrapper: Unwrapper): Promise<Buffer> {
  let contentKey: Buffer;
  try {
    contentKey = await unwrapper.unwrap({
      alg: header.alg,
      kid: header.kid,
      encryptedKey: Buffer.from(envelope.encrypted_key, 'base64url'),
      epk: header.alg === 'ECDH-ES+A256KW' ? header.epk : null,
    });
  } catch (error) {
    throw new OpenError(error instanceof KeyServiceUnavailable ? 'key-service-unavailable' : 'key-refused');
  }
  if (contentKey.length === contentKeyBytes) return contentKey;
  contentKey.fill(0);
  throw new OpenError('content-key-size');
}

/** JWE authenticates the header as sent, a dot, and the associated data in base64url (RFC 7516 §5.1, step 14). */
export function decrypt({ envelope }: Pick<WrappedEnvelope, 'envelope'>, contentKey: Buffer, associated: Uint8Array): Buffer {
  try {
    const gcm = createDecipheriv('aes-256-gcm', contentKey, Buffer.from(envelope.iv, 'base64url'), {
      authTagLength: 16,
    });
    gcm.setAAD(Buffer.from(`${envelope.protected}.${Buffer.from(associated).toString('base64url')}`, 'ascii'));
    gcm.setAuthTag(Buffer.from(envelope.tag, 'base64url'));
    return release(gcm.update(Buffer.from(envelope.ciphertext, 'base64url')), () => gcm.final());
  } catch {
    throw new OpenError('content-authentication');
  } finally {
    contentKey.fill(0);
  }
}

/** GCM decrypts before it authenticates: what it decrypted is wiped unless the tag holds. */
function release(unauthenticated: Buffer, authenticate: () => Buffer): Buffer {
  try {
    authenticate();
    return unauthenticated;
  } catch (error) {
    unauthenticated.fill(0);
    throw error;
  }
}
