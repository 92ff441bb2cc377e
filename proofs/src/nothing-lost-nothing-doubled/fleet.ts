import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { stall } from './stall.js';

export interface Duty {
  readonly name: string;
  readonly program: string;
  readonly queues: string;
  readonly environment: Readonly<Record<string, string>>;
}

const readySchema = z.object({ healthPort: z.int() });
/** A supervisor's pause before it starts a program again. */
const RESTART_MS = 200;

/** One place in the fleet: a process that is started again whenever it ends, as every supervisor does. */
export class Member {
  #child: ChildProcess | undefined;
  #retired = false;
  #wake: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #ready: (port: number) => void = () => undefined;
  /** Of the first process that is ready, however many could not start before it: whoever waits would else wait for one that never will be. */
  ready: Promise<number> = Promise.resolve(0);
  #awaited = false;
  healthPort = 0;
  starts = 0;

  constructor(
    readonly duty: Duty,
    private readonly logFile: string,
  ) {}

  get name(): string {
    return this.duty.name;
  }

  /** Resolves when the first process is ready. */
  async start(): Promise<void> {
    const first = this.#spawn();
    this.#running = this.#keep();
    this.healthPort = await first;
  }

  /** To the process of the moment, and the supervisor starts the next one where it ends. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Stops the process of the moment; what this returns wakes it, whatever stands in its place by then. */
  stall(): () => void {
    const pid = this.#child?.pid;
    return pid === undefined ? () => undefined : (this.#wake = stall(pid));
  }

  /** SIGTERM, and the next process once this one has drained. */
  async roll(): Promise<number> {
    const begun = performance.now();
    const child = this.#child;
    if (child === undefined) return 0;
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.kill('SIGTERM');
    await gone;
    const took = performance.now() - begun;
    await delay(RESTART_MS + 50);
    await this.ready;
    return took;
  }

  async retire(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#retired = true;
    this.#wake();
    this.#child?.kill(signal);
    const child = this.#child;
    const impatience = setTimeout(() => child?.kill('SIGKILL'), 40_000);
    await this.#running;
    clearTimeout(impatience);
  }

  async #keep(): Promise<void> {
    for (;;) {
      const child = this.#child;
      if (child !== undefined)
        await new Promise<void>((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('close', () => resolve()) : resolve()));
      if (this.#retired) return;
      await delay(RESTART_MS);
      if (this.#retired) return;
      void this.#spawn().catch(() => undefined);
    }
  }

  async #spawn(): Promise<number> {
    this.starts += 1;
    const log = openSync(this.logFile, 'a', 0o600);
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', this.duty.program, '--queues', this.duty.queues, '--exit-with-parent'], {
      env: { PATH: process.env['PATH'], TZ: 'UTC', ...this.duty.environment },
      stdio: ['pipe', 'pipe', log],
    });
    closeSync(log);
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new Error('spawned without pipes');
    stdin.on('error', () => undefined);
    this.#child = child;
    if (!this.#awaited) this.ready = new Promise<number>((resolve) => (this.#ready = resolve));
    this.#awaited = true;
    const { ready } = this;
    const announce = this.#ready;
    createInterface({ input: stdout }).once('line', (line) => {
      this.healthPort = readySchema.parse(JSON.parse(line)).healthPort;
      this.#awaited = false;
      announce(this.healthPort);
    });
    const ended = new Promise<never>((_, reject) =>
      child.once('close', () => reject(new Error(`${this.name} ended before it was ready: ${lastWords(this.logFile)}`))),
    );
    ended.catch(() => undefined);
    return await Promise.race([ready, ended]);
  }
}

/** Starts them side by side. */
export async function startFleet(duties: readonly Duty[], logFile: string): Promise<Member[]> {
  const members = duties.map((duty) => new Member(duty, logFile));
  const results = await Promise.allSettled(members.map((member) => member.start()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await Promise.all(members.map((member) => member.retire('SIGKILL')));
    throw failed.reason;
  }
  return members;
}

/** Every process that ends comes here, also at the end of an attempt, when its folder is gone. */
function lastWords(logFile: string): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(-500) : '';
}
