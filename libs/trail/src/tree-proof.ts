import { VitrineError } from '@vitrine/contracts';
import { TILE_HEIGHT, TILE_WIDTH, type HashReader } from './tiles.js';
import { foldLevel, nodeHash } from './tree-hash.js';

/**
 * That the leaf at `index` is in the tree of `size` leaves (RFC 6962 §2.1.1), from the leaf's sibling up.
 * @throws VitrineError `trail.proof-out-of-range` where there is no such leaf.
 */
export async function inclusionProof(read: HashReader, index: number, size: number): Promise<Buffer[]> {
  if (!isCount(index) || !isCount(size) || index >= size) throw outOfRange(`leaf ${String(index)} of ${String(size)}`);
  return await path(read, index, 0, size);
}

/**
 * That the tree of `from` leaves is the beginning of the tree of `to` leaves (RFC 6962 §2.1.2). Empty where either says nothing (`from` is 0 or `to`).
 * @throws VitrineError `trail.proof-out-of-range` where `from` is larger than `to`.
 */
export async function consistencyProof(read: HashReader, from: number, to: number): Promise<Buffer[]> {
  if (!isCount(from) || !isCount(to) || from > to) throw outOfRange(`from ${String(from)} to ${String(to)}`);
  return from === 0 ? [] : await subproof(read, from, 0, to, true);
}

/** `TreeHead.state()` of the first `size` leaves as they are stored: the root of a full subtree for each bit that is set, largest first. */
export async function stateAt(read: HashReader, size: number): Promise<Buffer> {
  const peaks: Buffer[] = [];
  let start = 0;
  for (let height = 52; height >= 0; height -= 1) {
    const width = 2 ** height;
    if (Math.floor(size / width) % 2 === 0) continue;
    peaks.push(await subtreeHash(read, start, height));
    start += width;
  }
  return Buffer.concat(peaks);
}

async function path(read: HashReader, index: number, start: number, end: number): Promise<Buffer[]> {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  return index < middle
    ? [...(await path(read, index, start, middle)), await rangeHash(read, middle, end)]
    : [...(await path(read, index, middle, end)), await rangeHash(read, start, middle)];
}

/** `whole` says that the earlier tree's root is known to whoever verifies, so it needs not be sent. */
async function subproof(read: HashReader, from: number, start: number, end: number, whole: boolean): Promise<Buffer[]> {
  if (from === end) return whole ? [] : [await rangeHash(read, start, end)];
  const middle = start + splitOf(end - start);
  return from <= middle
    ? [...(await subproof(read, from, start, middle, whole)), await rangeHash(read, middle, end)]
    : [...(await subproof(read, from, middle, end, false)), await rangeHash(read, start, middle)];
}

/** The root over the leaves from `start` to `end`, where `start` is where the recursion of RFC 6962 puts it. */
async function rangeHash(read: HashReader, start: number, end: number): Promise<Buffer> {
  const size = end - start;
  const split = splitOf(size);
  if (size !== 2 * split && size !== 1) return nodeHash(await rangeHash(read, start, start + split), await rangeHash(read, start + split, end));
  return await subtreeHash(read, start, Math.round(Math.log2(size)));
}

/** The root over the 2^height leaves from `start` on. */
async function subtreeHash(read: HashReader, start: number, height: number): Promise<Buffer> {
  const level = Math.floor(height / TILE_HEIGHT);
  return foldLevel(await read(level, start / TILE_WIDTH ** level, 2 ** (height % TILE_HEIGHT)));
}

/** The largest power of two below `size`. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const outOfRange = (internal: string): VitrineError =>
  new VitrineError({ code: 'trail.proof-out-of-range', status: 400, publicMessage: 'There is no such place in a tree of this size.', internal });
