import { createDecipheriv } from 'node:crypto';
import {
  associatedData,
  checkEnvelope,
  cloudOf,
  contentKeyBytes,
  EnvelopeError,
  parseContext,
  readPlaintext,
  type CheckedEnvelope,
  type CredentialContext,
} from '@vitrine/crypto-envelope';
import { OpenError } from './open-error.js';
import { Secret } from './secret.js';
import { KeyServiceUnavailable, type Unwrapper } from './unwrapper.js';

/** A credential's row as the database gave it; ids, version and kind come from its columns, never from the envelope. */
export interface CredentialRow {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly version: number;
  readonly kind: string;
  readonly sealed: Uint8Array;
}

/**
 * Opens an envelope for the row it was found in: size, members, header, `kid` known, `vtr` equal to the row,
 * associated data from the row, unwrap, GCM, plaintext schema, inner organization and connection.
 * @throws OpenError `open_failed` and nothing else; its `fault` names the step, for the trail
 */
export async function openCredential(row: CredentialRow, unwrapper: Unwrapper): Promise<Secret> {
  const { checked, context } = check(row, unwrapper);
  const contentKey = await unwrapContentKey(checked, unwrapper);
  const plaintext = decrypt(checked, contentKey, associatedData(context));
  const { outcome } = readPlaintext(plaintext, context);
  if (outcome === 'credential') return new Secret(plaintext, context);
  plaintext.fill(0);
  throw new OpenError(outcome);
}

function check(row: CredentialRow, unwrapper: Unwrapper): { checked: CheckedEnvelope; context: CredentialContext } {
  try {
    const context = parseContext(row);
    // Attack: an Azure envelope in an AWS row of a worker that holds both keys. The row's kind decides which keys count.
    return { checked: checkEnvelope(row.sealed, context, unwrapper.kidsFor(cloudOf(context.kind))), context };
  } catch (error) {
    throw new OpenError(error instanceof EnvelopeError ? error.fault : 'key-refused');
  }
}

async function unwrapContentKey({ envelope, header }: CheckedEnvelope, unwrapper: Unwrapper): Promise<Buffer> {
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
function decrypt({ envelope }: CheckedEnvelope, contentKey: Buffer, associated: Uint8Array): Buffer {
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
