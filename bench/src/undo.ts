/** Steps to take back, last first, whatever happens to the others. */
export class Undo {
  static readonly #open = new Set<Undo>();
  readonly #steps: (() => Promise<void>)[] = [];

  constructor() {
    Undo.#open.add(this);
  }

  /** For Ctrl-C: a bench that is stopped half way leaves no process and no folder either. */
  static async runAll(): Promise<void> {
    for (const undo of Undo.#open) await undo.run();
  }

  add(step: () => Promise<void>): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    Undo.#open.delete(this);
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step().catch(() => undefined);
  }
}
