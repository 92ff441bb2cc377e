import { decodeBase64url } from './base64url.js';
import { parseContext, type CredentialContext } from './credential-context.js';
import { EnvelopeError } from './envelope-error.js';
import { envelopeSchema, type Envelope, type KeyAlgorithm, type ProtectedHeader } from './envelope.schema.js';
import { authenticationTagBytes, initializationVectorBytes, maximumEnvelopeBytes, maximumPlaintextBytes, minimumEnvelopeBytes } from './limits.js';
import { parseProtectedHeader } from './protected-header.js';
import { isWrittenOnce, parseJson } from './strict-json.js';

/** An envelope whose form, key and context are right. Whether it opens, only its key can tell. */
export interface CheckedEnvelope {
  readonly envelope: Envelope;
  readonly header: ProtectedHeader;
  /** The one spelling to store and to digest: the five members, in order, without white space. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Everything that can be said of an envelope without a key, in this order:
 * size, members, header, `kid` known, `vtr` equal to the row.
 * @param input the envelope's JSON as bytes (a row) or as the object parsed from it (a request)
 * @param expected the row it is for; `version` is the version the row would get
 * @param allowedKids thumbprints of the keys that may have sealed it, see `acceptedKids`
 * @throws EnvelopeError and nothing else, whatever the input
 */
export function checkEnvelope(input: unknown, expected: CredentialContext, allowedKids: ReadonlySet<string>): CheckedEnvelope {
  const context = parseContext(expected);
  const envelope = input instanceof Uint8Array ? parseEnvelopeBytes(input) : parseMembers(input);
  const bytes = new TextEncoder().encode(JSON.stringify(envelope));
  assertSize(bytes.length);
  const header = parseProtectedHeader(envelope.protected);
  assertMemberSizes(envelope, header.alg);
  if (!allowedKids.has(header.kid)) throw new EnvelopeError('kid-unknown');
  assertContext(header, context);
  return { envelope, header, bytes };
}

function parseEnvelopeBytes(input: Uint8Array): Envelope {
  assertSize(input.length);
  const json = parseJson(input);
  if (json === null) throw new EnvelopeError('json');
  const envelope = parseMembers(json.value);
  if (!isWrittenOnce(json.text, json.value)) throw new EnvelopeError('member-repeated');
  return envelope;
}

function parseMembers(input: unknown): Envelope {
  // Attack: `aad`, `unprotected` or `recipients` smuggle a context or a second key past readers that ignore unknown members.
  const parsed = envelopeSchema.safeParse(input);
  if (!parsed.success) throw new EnvelopeError('members');
  return parsed.data;
}

function assertSize(bytes: number): void {
  if (bytes > maximumEnvelopeBytes) throw new EnvelopeError('size-over');
  if (bytes < minimumEnvelopeBytes) throw new EnvelopeError('size-under');
}

function assertMemberSizes(envelope: Envelope, algorithm: KeyAlgorithm): void {
  const size = (text: string): number => decodeBase64url(text)?.length ?? -1;
  if (size(envelope.iv) !== initializationVectorBytes) throw new EnvelopeError('iv-size');
  // Attack: a truncated tag authenticates with a chance the attacker can afford.
  if (size(envelope.tag) !== authenticationTagBytes) throw new EnvelopeError('tag-size');
  const ciphertext = size(envelope.ciphertext);
  if (ciphertext < 1 || ciphertext > maximumPlaintextBytes) throw new EnvelopeError('ciphertext-size');
  if (!encryptedKeySizes[algorithm].includes(size(envelope.encrypted_key))) {
    throw new EnvelopeError('encrypted-key-size');
  }
}

/** In bytes: AES key wrap adds 8 to the 32 of the content key; RSA gives the size of its modulus, 3072 or 4096 bits. */
const encryptedKeySizes: Readonly<Record<KeyAlgorithm, readonly number[]>> = {
  'ECDH-ES+A256KW': [40],
  'RSA-OAEP-256': [384, 512],
};

function assertContext({ vtr }: ProtectedHeader, context: CredentialContext): void {
  // Attack: an envelope sealed for one row is sent, or moved, to another (other organization, connection, version, kind).
  if (vtr.org !== context.organizationId) throw new EnvelopeError('context-organization');
  if (vtr.con !== context.connectionId) throw new EnvelopeError('context-connection');
  if (vtr.knd !== context.kind) throw new EnvelopeError('context-kind');
  if (vtr.ver !== context.version) throw new EnvelopeError('context-version');
}
