import { hash, randomBytes } from 'node:crypto';
import { canonicalJson, type CanonicalValue } from './canonical-json.js';

/** Bytes of a salt. Fixed, so that salt and payload cannot be cut apart elsewhere. */
export const SALT_BYTES = 32;

/** What is stored beside a leaf until retention drops it. */
export interface CommittedPayload {
  readonly salt: Buffer;
  /** RFC 8785 JSON. */
  readonly text: string;
  /** For the entry. */
  readonly payloadHash: string;
}

/** Binds a payload to its entry. Fresh salt: without it a dropped payload (an address, a name) would be guessed from its hash. */
export function commitPayload(payload: CanonicalValue, salt: Buffer = randomBytes(SALT_BYTES)): CommittedPayload {
  const text = canonicalJson(payload);
  return { salt, text, payloadHash: payloadHash(salt, text) };
}

/** SHA-256(salt ‖ canonical payload), hexadecimal. */
export const payloadHash = (salt: Buffer, text: string): string => hash('sha256', Buffer.concat([salt, Buffer.from(text, 'utf8')]), 'hex');
