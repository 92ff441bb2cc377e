import {
  checkWebhookSecret,
  EnvelopeError,
  webhookSecretAssociatedData,
  webhookSecretContextSchema,
  type WebhookSecretContext,
} from '@vitrine/crypto-envelope';
import { decrypt, unwrapContentKey, type WrappedEnvelope } from './content.js';
import { OpenError } from './open-error.js';
import type { Unwrapper } from './unwrapper.js';

/** A webhook secret's row as the database gave it. */
export interface WebhookSecretRow extends WebhookSecretContext {
  readonly sealed: Uint8Array;
}

/**
 * Opens a webhook's secret for the row it was found in, and lends its 32 bytes to `sign`; then they are zero.
 * @throws OpenError `open_failed`, whatever was wrong
 */
export async function openWebhookSecret<T>(row: WebhookSecretRow, unwrapper: Unwrapper, sign: (secret: Buffer) => T): Promise<T> {
  const checked = check(row, unwrapper);
  const secret = decrypt(checked, await unwrapContentKey(checked, unwrapper), webhookSecretAssociatedData(row));
  try {
    return sign(secret);
  } finally {
    secret.fill(0);
  }
}

function check(row: WebhookSecretRow, unwrapper: Unwrapper): WrappedEnvelope {
  try {
    return checkWebhookSecret(row.sealed, unwrapper.kidsFor(webhookSecretContextSchema.parse(row).cloud));
  } catch (error) {
    throw new OpenError(error instanceof EnvelopeError ? error.fault : 'key-refused');
  }
}
