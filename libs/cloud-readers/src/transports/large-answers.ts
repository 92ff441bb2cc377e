/** From this size on an answer is large, bytes: a page of a list stays below, a batch of metrics may be ten times as much. */
export const largeFrom = 2 * 1024 * 1024;

/**
 * One large answer is taken off the network at a time, and is parsed before the next goes on: eight at once were a hundred megabytes. Those that
 * wait are held back by their sockets. Nobody waits for long: one that does not get on must not keep those of other customers from ending.
 */
export class LargeAnswers {
  readonly #patienceMs: number;
  #last: Promise<void> = Promise.resolve();

  constructor(patienceMs = 2_000) {
    this.#patienceMs = patienceMs;
  }

  /** @returns call it when the answer is there, or has failed */
  async enter(): Promise<() => void> {
    const before = this.#last;
    let leave = (): void => undefined;
    this.#last = new Promise((resolve) => (leave = resolve));
    let timer: NodeJS.Timeout | undefined;
    const impatient = new Promise((resolve) => (timer = setTimeout(resolve, this.#patienceMs)));
    await Promise.race([before, impatient]);
    clearTimeout(timer);
    return leave;
  }
}
