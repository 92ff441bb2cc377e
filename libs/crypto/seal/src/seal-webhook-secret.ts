import {
  EnvelopeError,
  envelopeSchema,
  webhookSecretAssociatedData,
  webhookSecretBytes,
  webhookSecretContextSchema,
  type SealingKey,
  type WebhookSecretContext,
} from '@vitrine/crypto-envelope';
import { FlattenedEncrypt } from 'jose/jwe/flattened/encrypt';
import { importSealingKey } from './import-sealing-key.js';

/**
 * Seals a webhook's secret so that only workers of `context.cloud` can sign with it, and only from the row that `context` names.
 * @param secret 32 random bytes; the caller wipes them
 * @throws EnvelopeError when the key is another cloud's
 */
export async function sealWebhookSecret({
  secret,
  context: row,
  key,
}: {
  readonly secret: Uint8Array;
  readonly context: WebhookSecretContext;
  readonly key: SealingKey;
}): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly kid: string }> {
  const context = webhookSecretContextSchema.parse(row);
  if (key.cloud !== context.cloud) throw new EnvelopeError('key-cloud');
  if (secret.length !== webhookSecretBytes) throw new EnvelopeError('ciphertext-size');
  const sealed = await new FlattenedEncrypt(secret)
    .setProtectedHeader({ alg: key.alg, enc: 'A256GCM', kid: key.kid, typ: 'vitrine-hook+jwe' })
    .setAdditionalAuthenticatedData(webhookSecretAssociatedData(context))
    .encrypt(await importSealingKey(key));
  // As with a credential: `aad` is left out, the opener rebuilds it from the row.
  const envelope = envelopeSchema.parse({
    protected: sealed.protected,
    encrypted_key: sealed.encrypted_key,
    iv: sealed.iv,
    ciphertext: sealed.ciphertext,
    tag: sealed.tag,
  });
  return { bytes: new TextEncoder().encode(JSON.stringify(envelope)), kid: key.kid };
}
