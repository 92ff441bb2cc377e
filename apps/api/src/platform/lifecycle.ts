/** Whether this process is on its way out. Long answers (SSE) end on `draining` so that their clients resume elsewhere. */
export class Lifecycle {
  readonly #controller = new AbortController();

  get draining(): AbortSignal {
    return this.#controller.signal;
  }

  drain(): void {
    this.#controller.abort();
  }
}
