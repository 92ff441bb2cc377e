/** A place in the process for one delivery. */
export interface Seat {
  /** A seat taken alone lets others in beside it from now on. Safe to call twice. */
  share(): void;
  /** Safe to call twice. */
  leave(): void;
}

interface Waiting {
  readonly alone: boolean;
  readonly admit: (seat: Seat | null) => void;
  patience?: NodeJS.Timeout;
}

/** How long whoever waits to be alone leaves the others to end by themselves, milliseconds: as long as whatever is delivered here waits too. */
const defaultPatienceMs = 1_000;

/**
 * The deliveries of one process. All run side by side, but for a job that is suspected of killing its holder: that one runs alone, so that
 * nobody else dies with it. Whoever comes while one is alone, or waits to be, waits behind it: unclaimed, so that a death costs it nothing.
 */
export class JobRoom {
  readonly #patienceMs: number;
  readonly #queue: Waiting[] = [];
  #seated = 0;
  #alone = false;
  #closed = false;

  constructor(patienceMs = defaultPatienceMs) {
    this.#patienceMs = patienceMs;
  }

  /** Beside others. @returns null when the process goes before there is a place */
  enter(): Promise<Seat | null> {
    return this.#come(false);
  }

  /**
   * With nobody beside.
   * @param makeRoom called when the others are still there after the patience: they shall be told to give back what they hold
   * @returns null when the process goes before there is a place
   */
  enterAlone(makeRoom: () => void): Promise<Seat | null> {
    return this.#come(true, makeRoom);
  }

  /** The process goes: whoever still waits is sent away, and nobody is let in alone any more. */
  close(): void {
    this.#closed = true;
    for (const { admit, patience } of this.#queue.splice(0)) {
      clearTimeout(patience);
      admit(null);
    }
  }

  async #come(alone: boolean, makeRoom: () => void = () => undefined): Promise<Seat | null> {
    if (this.#closed && (alone || this.#alone)) return null;
    return await new Promise((admit) => {
      const waiting: Waiting = { alone, admit };
      this.#queue.push(waiting);
      this.#admitNext();
      if (alone && this.#queue.includes(waiting)) this.#losePatience(waiting, makeRoom);
    });
  }

  #losePatience(waiting: Waiting, makeRoom: () => void): void {
    waiting.patience = setTimeout(() => {
      // Another one that must be alone is given its time: two that sent each other away would never come to an end.
      if (!this.#alone) makeRoom();
      this.#losePatience(waiting, makeRoom);
    }, this.#patienceMs);
  }

  #admitNext(): void {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      if (this.#alone || (next.alone && this.#seated > 0)) return;
      this.#queue.shift();
      clearTimeout(next.patience);
      this.#seated += 1;
      this.#alone = next.alone;
      next.admit(this.#seat(next.alone));
    }
  }

  #seat(alone: boolean): Seat {
    let left = false;
    let shared = !alone;
    const share = (): void => {
      if (shared) return;
      shared = true;
      this.#alone = false;
      this.#admitNext();
    };
    const leave = (): void => {
      if (left) return;
      left = true;
      this.#seated -= 1;
      if (shared) this.#admitNext();
      else share();
    };
    return { share, leave };
  }
}
