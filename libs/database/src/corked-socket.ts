import { Socket } from 'node:net';

/**
 * Sends what one turn of the program writes in one system call. Pipelined statements (begin, scope, first query) are written one by one,
 * and a call each was a quarter of what a short transaction cost its process.
 */
export class CorkedSocket extends Socket {
  #corked = false;

  override write(...args: [chunk: string | Uint8Array, ...rest: unknown[]]): boolean {
    if (!this.#corked) {
      this.#corked = true;
      this.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.uncork();
      });
    }
    // The overloads of `write` differ only in which of the rest is given; all of them are passed on as they came.
    return super.write(...(args as Parameters<Socket['write']>));
  }
}
