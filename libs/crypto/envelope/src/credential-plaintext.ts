import * as z from 'zod';
import { parseCredential, type Credential } from './credential.js';
import { CredentialError } from './credential-error.js';
import type { CredentialContext } from './credential-context.js';
import { EnvelopeError } from './envelope-error.js';
import { maximumPlaintextBytes } from './limits.js';
import { parseJson } from './strict-json.js';

const plaintextSchema = z.looseObject({ org: z.string(), con: z.string(), kind: z.undefined().optional() });

/**
 * What goes into an envelope: UTF-8 JSON of the kind's members, with organization and connection repeated inside.
 * The kind itself is in the header and in the associated data.
 * @throws CredentialError `credential-invalid` when it is larger than 16,384 bytes
 * @throws EnvelopeError `envelope-context` when the credential is of another kind than its context
 */
export function writePlaintext(credential: Credential, context: CredentialContext): Uint8Array<ArrayBuffer> {
  const { kind, ...members } = credential;
  if (kind !== context.kind) throw new EnvelopeError('context-kind');
  const plaintext = { org: context.organizationId, con: context.connectionId, ...members };
  const bytes = new TextEncoder().encode(JSON.stringify(plaintext));
  if (bytes.length > maximumPlaintextBytes) throw new CredentialError('credential-invalid');
  return bytes;
}

/** What an opened envelope turned out to hold. */
export type PlaintextReading =
  | { readonly outcome: 'credential'; readonly credential: Credential }
  | { readonly outcome: 'plaintext-schema' | 'plaintext-organization' | 'plaintext-connection' };

/**
 * Reads an envelope's plaintext for the row it was found in.
 * Attack: sealing is anonymous, so whoever seals chooses this text; it must still name the row it claims to be for.
 */
export function readPlaintext(bytes: Uint8Array, context: CredentialContext): PlaintextReading {
  const json = parseJson(bytes);
  const parsed = plaintextSchema.safeParse(json?.value);
  if (!parsed.success || 'kind' in parsed.data) return { outcome: 'plaintext-schema' };
  const { org, con, ...members } = parsed.data;
  let credential: Credential;
  try {
    credential = parseCredential({ ...members, kind: context.kind });
  } catch {
    return { outcome: 'plaintext-schema' };
  }
  if (org !== context.organizationId) return { outcome: 'plaintext-organization' };
  if (con !== context.connectionId) return { outcome: 'plaintext-connection' };
  return { outcome: 'credential', credential };
}
