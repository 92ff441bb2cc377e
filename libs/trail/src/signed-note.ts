import { sign, verify } from 'node:crypto';
import { VitrineError } from '@vitrine/contracts';
import { strictBase64 } from './base64.js';
import { verificationKeyOf, type NoteSigner, type VerificationKey } from './verification-key.js';

/** What a note turned out to be. `foreign-key`: no signature claims a known key. `bad-signature`: one claims a known key, and that key did not make it. */
export type OpenedNote =
  | { readonly kind: 'verified'; readonly text: string; readonly signedBy: readonly string[] }
  | { readonly kind: 'foreign-key'; readonly names: readonly string[] }
  | { readonly kind: 'bad-signature'; readonly name: string }
  | { readonly kind: 'malformed'; readonly why: string };

const MAX_NOTE_CHARACTERS = 65_536;
const MAX_SIGNATURES = 100;
const KEY_ID_BYTES = 4;
const controls = new RegExp(String.raw`[\u0000-\u0009\u000b-\u001f]`, 'u');

/**
 * A note of C2SP signed-note: the text, an empty line, a signature line for each signer (two while a key is being replaced).
 * @throws VitrineError `trail.invalid-note` for a text that could not be read back.
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (signers.length === 0 || !text.endsWith('\n') || text.includes('\n\n') || controls.test(text)) {
    throw new VitrineError({ code: 'trail.invalid-note', status: 500, publicMessage: 'A checkpoint could not be signed.', internal: 'text or signers' });
  }
  const lines = signers.map(({ name, privateKey }) => {
    const { keyId } = verificationKeyOf(name, privateKey);
    return `— ${name} ${Buffer.concat([keyId, sign(null, Buffer.from(text, 'utf8'), privateKey)]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Reads a note with the keys that are believed. Lines of unknown keys are passed over; one wrong line of a known key refuses the note. */
export function openNote(note: string, keys: readonly VerificationKey[]): OpenedNote {
  if (note.length > MAX_NOTE_CHARACTERS) return { kind: 'malformed', why: 'the note is too long' };
  if (!note.isWellFormed() || controls.test(note)) return { kind: 'malformed', why: 'the note holds control characters' };
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) return { kind: 'malformed', why: 'the note has no signatures after an empty line' };
  const text = note.slice(0, cut + 1);
  const lines = note.slice(cut + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return { kind: 'malformed', why: 'the note has too many signatures' };
  const names: string[] = [];
  const signedBy: string[] = [];
  for (const line of lines) {
    const [, name = '', encoded = ''] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
    const bytes = strictBase64(encoded);
    if (name === '' || bytes === null || bytes.length <= KEY_ID_BYTES) return { kind: 'malformed', why: 'a signature line of the note cannot be read' };
    names.push(name);
    const key = keys.find((each) => each.name === name && each.keyId.equals(bytes.subarray(0, KEY_ID_BYTES)));
    if (key === undefined) continue;
    if (!verify(null, Buffer.from(text, 'utf8'), key.publicKey, bytes.subarray(KEY_ID_BYTES))) return { kind: 'bad-signature', name };
    signedBy.push(name);
  }
  return signedBy.length === 0 ? { kind: 'foreign-key', names } : { kind: 'verified', text, signedBy };
}
