import {
  associatedData,
  checkEnvelope,
  cloudOf,
  EnvelopeError,
  parseContext,
  readPlaintext,
  type CheckedEnvelope,
  type CredentialContext,
} from '@vitrine/crypto-envelope';
import { decrypt, unwrapContentKey } from './content.js';
import { OpenError } from './open-error.js';
import { Secret } from './secret.js';
import type { Unwrapper } from './unwrapper.js';

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
