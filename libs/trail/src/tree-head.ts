import { EMPTY_ROOT, HASH_BYTES, hashAt, nodeHash } from './tree-hash.js';

/**
 * A tree that only grows, as its compact range: the roots of the full subtrees from the left, one for each bit of the size that is set.
 * At most 53 hashes whatever the size, so a sequencer appends without reading the tree.
 */
export class TreeHead {
  #size: number;
  readonly #peaks: Buffer[];

  private constructor(size: number, peaks: Buffer[]) {
    this.#size = size;
    this.#peaks = peaks;
  }

  static empty(): TreeHead {
    return new TreeHead(0, []);
  }

  /**
   * From what `state()` gave.
   * @throws RangeError where the bytes do not fit the size: a head that was mixed up must not sign anything.
   */
  static restore(size: number, state: Buffer): TreeHead {
    if (!Number.isSafeInteger(size) || size < 0) throw new RangeError('a size is a whole number from 0');
    if (state.length !== bitsSet(size) * HASH_BYTES) throw new RangeError(`a head of ${String(size)} leaves has ${String(bitsSet(size))} hashes`);
    const peaks: Buffer[] = [];
    for (let at = 0; at < state.length; at += HASH_BYTES) peaks.push(Buffer.from(state.subarray(at, at + HASH_BYTES)));
    return new TreeHead(size, peaks);
  }

  /** Leaves so far: the index of the next. */
  get size(): number {
    return this.#size;
  }

  append(leaf: Buffer): void {
    if (leaf.length !== HASH_BYTES) throw new RangeError('a leaf hash has 32 bytes');
    let grown = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#peaks.pop();
      if (left === undefined) throw new RangeError('a head has a peak for each bit');
      grown = nodeHash(left, grown);
    }
    this.#peaks.push(grown);
    this.#size += 1;
  }

  /** The hashes one after another, largest subtree first: 32 bytes for each bit of the size that is set. */
  state(): Buffer {
    return Buffer.concat(this.#peaks);
  }

  /** As RFC 6962 §2.1 has it. */
  root(): Buffer {
    if (this.#peaks.length === 0) return EMPTY_ROOT;
    let root = hashAt(this.#peaks, this.#peaks.length - 1);
    for (let at = this.#peaks.length - 2; at >= 0; at -= 1) root = nodeHash(hashAt(this.#peaks, at), root);
    return root;
  }
}

function bitsSet(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
