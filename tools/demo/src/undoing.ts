/** Steps to take back, last first, each exactly once and whatever the others do. */
export class Undoing {
  readonly #steps: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  run(): Promise<void> {
    return (this.#running ??= this.#takeBack());
  }

  async #takeBack(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step().catch(() => undefined);
  }
}
