import * as z from 'zod';
import { decodeBase64url } from './base64url.js';
import { credentialVersionSchema, lowerCaseUuidSchema } from './credential-context.js';
import { cloudSchema } from './credential-kind.js';
import { EnvelopeError } from './envelope-error.js';
import { base64urlOf32Bytes, envelopeSchema, ephemeralKeySchema, type Envelope } from './envelope.schema.js';
import { authenticationTagBytes, initializationVectorBytes } from './limits.js';
import { isWrittenOnce, parseJson } from './strict-json.js';

/** Whose webhook secret an envelope holds, which one, and which cloud's workers may open it: what its row says about itself. */
export const webhookSecretContextSchema = z.object({
  organizationId: lowerCaseUuidSchema,
  webhookId: lowerCaseUuidSchema,
  version: credentialVersionSchema,
  cloud: cloudSchema,
});
export type WebhookSecretContext = Readonly<z.infer<typeof webhookSecretContextSchema>>;

/** Bytes of a secret; Standard Webhooks asks for 24 to 64. */
export const webhookSecretBytes = 32;

/** Another prefix than a credential's: neither opens in the other's row, whatever its ids are. */
export function webhookSecretAssociatedData(context: WebhookSecretContext): Uint8Array<ArrayBuffer> {
  const { organizationId, webhookId, version, cloud } = webhookSecretContextSchema.parse(context);
  return new TextEncoder().encode(`vitrine-hook/1|${organizationId}|${webhookId}|${String(version)}|${cloud}`);
}

const shared = { enc: z.literal('A256GCM'), kid: base64urlOf32Bytes, typ: z.literal('vitrine-hook+jwe') };
/** The protected header, exactly; see `protectedHeaderSchema` for what is kept out. */
export const webhookSecretHeaderSchema = z.discriminatedUnion('alg', [
  z.strictObject({ alg: z.literal('ECDH-ES+A256KW'), epk: ephemeralKeySchema, ...shared }),
  z.strictObject({ alg: z.literal('RSA-OAEP-256'), ...shared }),
]);
export type WebhookSecretHeader = Readonly<z.infer<typeof webhookSecretHeaderSchema>>;

/**
 * Reads a row's envelope: form, header, and a key that this process holds.
 * @throws EnvelopeError with the first thing wrong
 */
export function checkWebhookSecret(bytes: Uint8Array, allowedKids: ReadonlySet<string>): { readonly envelope: Envelope; readonly header: WebhookSecretHeader } {
  if (bytes.length > 4_096) throw new EnvelopeError('size-over');
  const json = parseJson(bytes);
  if (json === null) throw new EnvelopeError('json');
  const envelope = envelopeSchema.safeParse(json.value);
  if (!envelope.success || !isWrittenOnce(json.text, json.value)) throw new EnvelopeError('members');
  const headerBytes = decodeBase64url(envelope.data.protected);
  const headerJson = headerBytes === null ? null : parseJson(headerBytes);
  const header = webhookSecretHeaderSchema.safeParse(headerJson?.value);
  if (!header.success) throw new EnvelopeError('header-values');
  const size = (text: string): number => decodeBase64url(text)?.length ?? -1;
  if (size(envelope.data.iv) !== initializationVectorBytes) throw new EnvelopeError('iv-size');
  if (size(envelope.data.tag) !== authenticationTagBytes) throw new EnvelopeError('tag-size');
  if (size(envelope.data.ciphertext) !== webhookSecretBytes) throw new EnvelopeError('ciphertext-size');
  if (!allowedKids.has(header.data.kid)) throw new EnvelopeError('kid-unknown');
  return { envelope: envelope.data, header: header.data };
}
