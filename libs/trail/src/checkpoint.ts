import { strictBase64 } from './base64.js';
import { openNote, signNote } from './signed-note.js';
import { HASH_BYTES } from './tree-hash.js';
import type { NoteSigner, VerificationKey } from './verification-key.js';

/** A tree head as C2SP tlog-checkpoint writes it. */
export interface Checkpoint {
  /** `trailOrigin(…)`. */
  readonly origin: string;
  /** Leaves. */
  readonly size: number;
  readonly root: Buffer;
}

export type ParsedCheckpoint = { readonly kind: 'parsed'; readonly checkpoint: Checkpoint } | { readonly kind: 'malformed'; readonly why: string };

export type OpenedCheckpoint =
  | { readonly kind: 'verified'; readonly checkpoint: Checkpoint; readonly signedBy: readonly string[] }
  | { readonly kind: 'foreign-key'; readonly names: readonly string[] }
  | { readonly kind: 'bad-signature'; readonly name: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** The text that is signed: three lines. No extension lines: they would be signed and yet checked by nobody. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${String(size)}\n${root.toString('base64')}\n`;

/** The signed note; two signers while a key is being replaced. @throws VitrineError `trail.invalid-note` */
export const signCheckpoint = (checkpoint: Checkpoint, signers: readonly NoteSigner[]): string => signNote(checkpointText(checkpoint), signers);

/** Reads the text of a note whose signatures somebody else has looked at (or does not matter: a cursor). */
export function parseCheckpoint(text: string): ParsedCheckpoint {
  const [origin = '', size = '', root = '', ...extensions] = text.split('\n\n')[0]?.replace(/\n$/, '').split('\n') ?? [];
  const hash = strictBase64(root);
  if (origin === '') return malformed('a checkpoint begins with its origin');
  if (!/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return malformed('the size of a checkpoint is a whole number');
  if (hash === null || hash.length !== HASH_BYTES) return malformed('the root of a checkpoint is a SHA-256 in Base 64');
  if (extensions.includes('')) return malformed('an extension line of a checkpoint is empty');
  return { kind: 'parsed', checkpoint: { origin, size: Number(size), root: hash } };
}

/** Signatures first: an unsigned text means nothing, whatever it says. */
export function verifyCheckpoint(note: string, keys: readonly VerificationKey[]): OpenedCheckpoint {
  const opened = openNote(note, keys);
  if (opened.kind !== 'verified') return opened;
  const parsed = parseCheckpoint(opened.text);
  return parsed.kind === 'parsed' ? { kind: 'verified', checkpoint: parsed.checkpoint, signedBy: opened.signedBy } : parsed;
}

const malformed = (why: string): { readonly kind: 'malformed'; readonly why: string } => ({ kind: 'malformed', why });
