import { fault, type TrailFault } from './trail-fault.js';

interface Gap {
  readonly from: number;
  readonly to: number;
  /** An operator's session was open before the first missing entry. */
  readonly operatorSession: boolean;
}

/** Follows indexes and remembers one gap: what is missing may yet turn up later (then entries were reordered), or not (then they were dropped). */
export class EntryOrder {
  #next: number;
  #gap: Gap | null = null;
  #openSessions = 0;

  constructor(from: number) {
    this.#next = from;
  }

  /** The index that should come. */
  get next(): number {
    return this.#next;
  }

  get hasGap(): boolean {
    return this.#gap !== null;
  }

  /** @returns what is wrong with this entry's place; a gap is told by `missing()` at the end */
  place(index: number): TrailFault | null {
    if (this.#gap !== null) {
      const { from, to } = this.#gap;
      return index >= from && index <= to
        ? fault('entry-reordered', from, `entry ${String(from)} is not in its place: entry ${String(to + 1)} is there`)
        : null;
    }
    if (index < this.#next) return fault('entry-inserted', index, `entry ${String(index)} comes a second time`);
    if (index > this.#next) this.#gap = { from: this.#next, to: index - 1, operatorSession: this.#openSessions > 0 };
    this.#next = index + 1;
    return null;
  }

  /** Follows operators' sessions, so that entries that vanish in the midst of one are told as what they probably were. */
  watch(eventType: string): void {
    if (eventType === 'operator.session.started') this.#openSessions += 1;
    else if (eventType === 'operator.session.ended' || eventType === 'operator.session.expired') this.#openSessions = Math.max(0, this.#openSessions - 1);
  }

  missing(): TrailFault | null {
    if (this.#gap === null) return null;
    const { from, to, operatorSession } = this.#gap;
    const which = from === to ? `entry ${String(from)} is missing` : `entries ${String(from)} to ${String(to)} are missing`;
    return operatorSession ? fault('operator-reads-stripped', from, `${which}, in the midst of an operator's session`) : fault('entry-dropped', from, which);
  }
}
