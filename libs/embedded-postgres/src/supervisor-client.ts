import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { SupervisorAnswer, SupervisorCommand } from './supervisor-protocol.js';

/** The parent's end of the pipe. Commands are answered in order; nothing here keeps the parent's event loop alive. */
export class SupervisorClient {
  readonly pid: number;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: { resolve(answer: SupervisorAnswer): void; reject(error: Error): void }[] = [];
  readonly #gone: Promise<void>;
  #complaint = '';

  constructor() {
    // Specs and tools run from source (Node strips the types), the demo from dist.
    const program = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './supervisor.ts' : './supervisor.js', import.meta.url));
    // Detached: Ctrl-C in a terminal goes to the whole foreground group, and the server must outlive its clients' last commits.
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], { detached: true, env: {}, cwd: '/' });
    if (this.#child.pid === undefined) throw new EmbeddedPostgresError('supervisor-lost', 'could not start the supervisor');
    this.pid = this.#child.pid;
    this.#gone = new Promise((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#complaint += chunk.toString()));
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      // JSON of our own supervisor over a private pipe: its type is the protocol's.
      this.#waiting.shift()?.resolve(JSON.parse(line) as SupervisorAnswer);
    });
    this.#child.once('close', () => {
      for (const { reject } of this.#waiting.splice(0)) {
        reject(new EmbeddedPostgresError('supervisor-lost', this.#complaint.slice(-2000)));
      }
    });
    this.#hold(false);
  }

  async ask(command: SupervisorCommand): Promise<SupervisorAnswer> {
    this.#hold(true);
    try {
      return await new Promise<SupervisorAnswer>((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
        this.#child.stdin.write(`${JSON.stringify(command)}\n`);
      });
    } finally {
      this.#hold(false);
    }
  }

  /** Closes the pipe, by which the supervisor stops the server and removes a throw-away folder, and waits for its end. */
  async end(): Promise<void> {
    this.#hold(true);
    this.#child.stdin.end();
    await this.#gone;
  }

  #hold(alive: boolean): void {
    // A spawned child's streams are sockets; a caller that forgets to stop the server can still exit, and that stops it.
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      const method = alive ? 'ref' : 'unref';
      if (method in handle) (handle as unknown as Record<'ref' | 'unref', () => void>)[method]();
    }
  }
}
