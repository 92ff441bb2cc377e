import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { VitrineError } from '@vitrine/contracts';
import { strictBase64 } from './base64.js';

/** Ed25519 in the list of C2SP signed-note. */
const ED25519 = Buffer.from([1]);
const KEY_ID_BYTES = 4;

/** A key whose signatures are believed. Name and id together say which key a signature claims. */
export interface VerificationKey {
  readonly name: string;
  readonly keyId: Buffer;
  readonly publicKey: KeyObject;
}

/** A key that signs. */
export interface NoteSigner {
  readonly name: string;
  /** Ed25519. */
  readonly privateKey: KeyObject;
}

/** SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), its first four bytes. */
export const keyIdOf = (name: string, raw: Buffer): Buffer =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), ED25519, raw]), 'buffer').subarray(0, KEY_ID_BYTES);

/** The public half of a signer (or a public key under a name) as who verifies needs it. */
export function verificationKeyOf(name: string, key: KeyObject): VerificationKey {
  checkName(name);
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return { name, keyId: keyIdOf(name, rawPublicKey(publicKey)), publicKey };
}

/** `name+hash+base64` (the vkey of C2SP): what is published. */
export function verificationKeyText({ name, keyId, publicKey }: VerificationKey): string {
  return `${name}+${keyId.toString('hex')}+${Buffer.concat([ED25519, rawPublicKey(publicKey)]).toString('base64')}`;
}

/** @throws VitrineError `trail.invalid-key` with what is wrong. */
export function parseVerificationKey(text: string): VerificationKey {
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text.trim()) ?? [];
  if (name === '') throw invalidKey('it must read name+hash+base64');
  checkName(name);
  const bytes = strictBase64(encoded);
  if (bytes === null || bytes.length !== 33 || bytes[0] !== ED25519[0]) throw invalidKey('its last part must be an Ed25519 key (type 01, 32 bytes)');
  const raw = bytes.subarray(1);
  // The hash ties name and key: a key pasted under another name is found here and not as a wrong signature later.
  if (keyIdOf(name, raw).toString('hex') !== id) throw invalidKey('its hash does not fit its name and key');
  return { name, keyId: Buffer.from(id, 'hex'), publicKey: publicKeyFromRaw(raw) };
}

/** The 32 bytes of RFC 8032. @throws VitrineError `trail.invalid-key` for a key of another algorithm. */
export function rawPublicKey(publicKey: KeyObject): Buffer {
  if (publicKey.asymmetricKeyType !== 'ed25519') throw invalidKey('it must be an Ed25519 key');
  return Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
}

const publicKeyFromRaw = (raw: Buffer): KeyObject => createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });

function checkName(name: string): void {
  if (name === '' || /[\s+\p{Z}\p{Cc}]/u.test(name)) throw invalidKey('its name must not be empty nor hold a space or a plus');
}

const invalidKey = (why: string): VitrineError =>
  new VitrineError({ code: 'trail.invalid-key', status: 400, publicMessage: `This is not a verification key of a trail: ${why}.` });
