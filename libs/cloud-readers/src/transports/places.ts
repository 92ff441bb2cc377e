/**
 * So many at a time, in the order in which they came; whoever is told to end leaves the queue. Nobody waits for ever: who has a place may be
 * waiting for a cloud that throttles one customer, and those of others go on beside it.
 */
export class Places {
  #free: number;
  readonly #patienceMs: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number, patienceMs: number) {
    this.#free = count;
    this.#patienceMs = patienceMs;
  }

  /**
   * @returns call it once, when the place is free again
   * @throws the signal's reason, when it aborts before there is a place
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return () => this.#leave();
    }
    return await new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
        this.#waiting.delete(admitted);
      };
      const admitted = (): void => {
        stop();
        resolve(() => this.#leave());
      };
      const gone = (): void => {
        stop();
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const timer = setTimeout(() => {
        stop();
        // Beside those who have a place, so none is given back.
        resolve(() => undefined);
      }, this.#patienceMs);
      signal.addEventListener('abort', gone, { once: true });
      this.#waiting.add(admitted);
    });
  }

  /** A place is handed on, so that nobody who comes just now takes it before those who wait. */
  #leave(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free += 1;
    else next();
  }
}
