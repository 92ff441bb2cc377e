import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface FurtherWorker {
  readonly pid: number;
  /** Settles when it takes jobs. */
  readonly ready: Promise<void>;
  /** Asks it to drain, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the program of a running process once more, with the same arguments and environment: as a supervisor or an autoscaler would. */
export function startLike(pid: number): FurtherWorker {
  const list = (name: string): string[] =>
    readFileSync(`/proc/${String(pid)}/${name}`, 'utf8')
      .split('\0')
      .filter((each) => each !== '');
  const [program = process.execPath, ...args] = list('cmdline');
  const environment = Object.fromEntries(list('environ').map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]));
  const child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('close', () => reject(new Error('a further worker ended before it was ready')));
  });
  ready.catch(() => undefined);
  child.stdout.resume();
  return {
    pid: child.pid ?? 0,
    ready,
    stop: async () => {
      child.kill('SIGTERM');
      child.stdin.end();
      await ended;
    },
  };
}
