import {
  associatedData,
  cloudOf,
  EnvelopeError,
  envelopeSchema,
  parseContext,
  parseCredential,
  writePlaintext,
  type Credential,
  type CredentialContext,
  type Envelope,
  type SealingKey,
} from '@vitrine/crypto-envelope';
import { FlattenedEncrypt } from 'jose/jwe/flattened/encrypt';
import { importSealingKey } from './import-sealing-key.js';

export interface SealRequest {
  /** In the clear; validated here once more, since a browser or CLI hands in what a person typed. */
  readonly credential: Credential;
  /** The row it is for; `version` is the version that row will get. */
  readonly context: CredentialContext;
  /** The published key of the credential's cloud, see `currentSealingKey`. */
  readonly key: SealingKey;
}

export interface SealedCredential {
  readonly envelope: Envelope;
  /** What to store or send: the envelope as canonical JSON, 200 to 24,576 bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kid: string;
}

/**
 * Seals a credential so that only the holder of the private key can open it, and only for the row `context` names.
 * Every call makes a content key, an ephemeral key and an IV of its own; nothing is ever reused.
 * @throws CredentialError when a field is malformed; EnvelopeError when context or key do not fit
 */
export async function sealCredential({ credential, context: row, key }: SealRequest): Promise<SealedCredential> {
  const context = parseContext(row);
  // Attack: a key set with another cloud's key in this cloud's place makes a second worker able to open.
  if (key.cloud !== cloudOf(context.kind)) throw new EnvelopeError('key-cloud');
  const publicKey = await importSealingKey(key);
  const plaintext = writePlaintext(parseCredential(credential), context);
  try {
    const sealed = await new FlattenedEncrypt(plaintext)
      .setProtectedHeader({
        alg: key.alg,
        enc: 'A256GCM',
        kid: key.kid,
        typ: 'vitrine-cred+jwe',
        cty: 'application/json',
        vtr: {
          v: 1,
          org: context.organizationId,
          con: context.connectionId,
          ver: context.version,
          knd: context.kind,
        },
      })
      .setAdditionalAuthenticatedData(associatedData(context))
      .encrypt(publicKey);
    // The `aad` member that jose adds is left out: the opener must get it from the row, never from the envelope.
    const envelope = envelopeSchema.parse({
      protected: sealed.protected,
      encrypted_key: sealed.encrypted_key,
      iv: sealed.iv,
      ciphertext: sealed.ciphertext,
      tag: sealed.tag,
    });
    return { envelope, bytes: new TextEncoder().encode(JSON.stringify(envelope)), kid: key.kid };
  } finally {
    plaintext.fill(0);
  }
}
