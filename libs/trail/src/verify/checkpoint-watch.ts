import type { Checkpoint } from '../checkpoint.js';
import type { TreeHead } from '../tree-head.js';
import { fault, type TrailFault } from './trail-fault.js';

/** Holds every signed checkpoint against the tree that the entries make. Keeps one of each kind, whatever the length of the file. */
export class CheckpointWatch {
  readonly #head: TreeHead;
  readonly #kept: ReadonlyMap<number, Checkpoint>;
  readonly #start: number;
  #last: Checkpoint | null = null;
  /** A checkpoint that covers more than has come. */
  #ahead: Checkpoint | null = null;
  /** A root that does not fit. It is a fork where the next line signs another root for the same size, else `otherwise`. */
  #doubt: { readonly checkpoint: Checkpoint; readonly otherwise: TrailFault } | null = null;
  #count = 0;
  /** Entries before this index are those of a kept checkpoint. */
  #confirmed: number;

  constructor(head: TreeHead, kept: ReadonlyMap<number, Checkpoint>) {
    this.#head = head;
    this.#kept = kept;
    this.#start = head.size;
    this.#confirmed = head.size;
    this.#compareKept();
  }

  get count(): number {
    return this.#count;
  }

  get last(): Checkpoint | null {
    return this.#last;
  }

  /** Before an entry is appended: doubts are over, and what covers it must not have come already. */
  beforeEntry(): TrailFault | null {
    if (this.#doubt !== null) return this.#doubt.otherwise;
    if (this.#ahead !== null) return fault('file-malformed', this.#head.size, `a checkpoint stands before entry ${String(this.#head.size)}, which it covers`);
    return null;
  }

  append(leafHash: Buffer): void {
    this.#head.append(leafHash);
    this.#compareKept();
  }

  /** A checkpoint whose signature is good. `comparable` is false after a gap: the tree is not that of the entries any more. */
  checkpoint(checkpoint: Checkpoint, comparable: boolean): TrailFault | null {
    const { size, root } = checkpoint;
    this.#count += 1;
    if (this.#doubt !== null) return forks(this.#doubt.checkpoint, checkpoint) ?? this.#doubt.otherwise;
    const before = this.#last;
    this.#last = checkpoint;
    if (before !== null) {
      const forked = forks(before, checkpoint);
      if (forked !== null) return forked;
      if (size < before.size) return replayed(size, before.size);
    }
    // An export of a range may bring the checkpoints before it: the file cannot say whether they fit, only that they are signed.
    if (!comparable || (size < this.#start && this.#head.size === this.#start)) return null;
    if (size < this.#head.size) return replayed(size, this.#head.size);
    if (size > this.#head.size) this.#ahead = checkpoint;
    else if (!this.#head.root().equals(root)) this.#doubt = { checkpoint, otherwise: this.#mismatch(checkpoint, before) };
    return null;
  }

  /** At the end of the file. `promised` is the checkpoint that the header says the file ends with. */
  end(promised: Checkpoint | null): TrailFault | null {
    const { size } = this.#head;
    if (this.#doubt !== null) return this.#doubt.otherwise;
    const signed = [this.#ahead?.size, promised?.size, ...this.#kept.keys()];
    const furthest = signed.reduce<number>((most, each) => Math.max(most, each ?? 0), 0);
    if (furthest > size) return fault('tail-cut', size, `the file ends before entry ${String(size)}, but a checkpoint signs ${String(furthest)} entries`);
    const covered = this.#covered(this.#last);
    if (covered < size) return fault('tail-unsigned', covered, `no checkpoint signs the entries from ${String(covered)} on`);
    if (promised !== null && this.#last !== null) {
      if (promised.size < this.#last.size) return replayed(promised.size, this.#last.size);
      return forks(promised, this.#last);
    }
    return null;
  }

  #compareKept(): void {
    const { size } = this.#head;
    const kept = this.#kept.get(size);
    if (kept === undefined || this.#doubt !== null) return;
    if (this.#head.root().equals(kept.root)) {
      this.#confirmed = size;
      return;
    }
    const says = `the entries ${String(this.#confirmed)} to ${String(size - 1)} are not those that the kept checkpoint signs`;
    this.#doubt = { checkpoint: kept, otherwise: fault('history-rewritten', this.#confirmed, says) };
  }

  /** Entries before this index are signed by what came so far. */
  #covered(last: Checkpoint | null): number {
    return Math.max(this.#start, last?.size ?? 0);
  }

  #mismatch({ size }: Checkpoint, before: Checkpoint | null): TrailFault {
    const first = this.#covered(before);
    return fault(
      'checkpoint-mismatch',
      first,
      `the entries ${String(first)} to ${String(size - 1)} are not those that the checkpoint of size ${String(size)} signs: at least one was changed, and its hash with it`,
    );
  }
}

/** Two signed trees of one size that differ: the keeper told two stories. */
export function forks(one: Checkpoint, other: Checkpoint): TrailFault | null {
  if (one.size !== other.size || one.root.equals(other.root)) return null;
  return fault('checkpoint-forked', one.size === 0 ? 0 : one.size - 1, `two checkpoints sign different trees of the same size, ${String(one.size)}`);
}

const replayed = (size: number, after: number): TrailFault =>
  fault('checkpoint-replayed', size, `a checkpoint of size ${String(size)} stands where one of size ${String(after)} or more belongs`);
