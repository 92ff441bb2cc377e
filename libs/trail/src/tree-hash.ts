import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

const LEAF = Buffer.from([0]);
// One buffer for all: hashing is synchronous, and a million nodes would otherwise be a million buffers.
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** The root of a tree without leaves (RFC 6962 §2.1). */
export const EMPTY_ROOT: Buffer = hash('sha256', Buffer.alloc(0), 'buffer');

/** SHA-256(0x00 ‖ bytes). The prefix differs from a node's: otherwise 64 bytes of an entry could pass for two subtrees. */
export const leafHash = (bytes: Buffer): Buffer => hash('sha256', Buffer.concat([LEAF, bytes]), 'buffer');

/** SHA-256(0x01 ‖ left ‖ right); both of 32 bytes. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new RangeError('a node is made of two hashes of 32 bytes');
  left.copy(node, 1);
  right.copy(node, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}

/** The root over 2ⁿ hashes of one level. */
export function foldLevel(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2) above.push(nodeHash(hashAt(level, at), hashAt(level, at + 1)));
    level = above;
  }
  return hashAt(level, 0);
}

/** @throws RangeError where a store gave fewer hashes than were asked for. */
export function hashAt(hashes: readonly Buffer[], at: number): Buffer {
  const found = hashes[at];
  if (found === undefined) throw new RangeError(`hash ${String(at)} of ${String(hashes.length)} is missing`);
  return found;
}
