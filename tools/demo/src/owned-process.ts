import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export interface OwnedProcessOptions {
  readonly name: string;
  /** A built JavaScript file. */
  readonly program: string;
  readonly args?: readonly string[];
  /** The whole environment but PATH and TZ: nothing of the caller's own (profiles, tokens) leaks in. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gets stderr, and stdout after the readiness line. */
  readonly logFile: string;
  /** Where Node keeps what it compiled, so that the next start need not; the process's own, for whoever writes there decides what it runs. */
  readonly compiledFolder: string;
  readonly readyWithinMs?: number;
}

export interface OwnedProcess {
  readonly name: string;
  readonly pid: number;
  /** The JSON object of its first line on stdout. */
  readonly ready: unknown;
  /** Sends one JSON line and resolves with the next line that comes back. */
  ask(command: object): Promise<unknown>;
  /** SIGTERM, and SIGKILL where that does not end it in time. Safe to call twice. */
  stop(): Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const PATIENCE_MS = 15_000;

/**
 * Starts a process that ends with us: its stdin is our pipe, so that even our SIGKILL is told to it. It runs detached,
 * because Ctrl-C goes to a terminal's whole foreground group and the order of stopping is ours.
 */
export async function startOwnedProcess(options: OwnedProcessOptions): Promise<OwnedProcess> {
  const { name } = options;
  const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 });
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', options.program, ...(options.args ?? [])], {
    env: { PATH: process.env['PATH'], TZ: 'UTC', NODE_COMPILE_CACHE: options.compiledFolder, ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    // So that whoever looks for what is left of an instance finds it by its folder.
    cwd: dirname(options.logFile),
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-2_000);
    log.write(chunk);
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => {
      log.end();
      resolve({ code, signal });
    });
  });

  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift();
    if (next === undefined) log.write(`${line}\n`);
    else next(line);
  });
  const nextLine = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push((line) => {
        try {
          resolve(JSON.parse(line));
        } catch {
          reject(new Error(`${name} said no JSON`));
        }
      });
      void ended.then(() => reject(new Error(`${name} ended: ${said.trim() === '' ? 'without a word' : said.trim()}`)));
    });

  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      child.kill('SIGTERM');
      child.stdin.end();
      const kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(kill);
    }
    await ended;
  };
  const late = setTimeout(() => child.kill('SIGKILL'), options.readyWithinMs ?? 60_000);
  try {
    const ready = await nextLine();
    return {
      name,
      pid: child.pid ?? 0,
      ready,
      ended,
      stop,
      ask: async (command) => {
        const answer = nextLine();
        child.stdin.write(`${JSON.stringify(command)}\n`);
        return await answer;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(late);
  }
}
