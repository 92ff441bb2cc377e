import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface RestartedWorker {
  readonly pid: number;
  stop(): Promise<void>;
}

/** Kills a running worker without a chance to say goodbye, and starts it again as a supervisor would: same program, same environment. */
export function killAndRestart(pid: number): RestartedWorker {
  const list = (name: string): string[] =>
    readFileSync(`/proc/${String(pid)}/${name}`, 'utf8')
      .split('\0')
      .filter((each) => each !== '');
  const [program = process.execPath, ...args] = list('cmdline');
  const environment = Object.fromEntries(list('environ').map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]));
  process.kill(pid, 'SIGKILL');
  const child = spawn(program, args, { env: environment, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      child.stdin.end();
      await ended;
    },
  };
}
