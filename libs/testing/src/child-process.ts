import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface ProcessOptions {
  readonly args?: readonly string[];
  /** The whole environment of the process but PATH and where compiled code is kept: nothing of the spec's own leaks in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Resolves the start when a line of stdout or stderr matches. Default: as soon as the process runs. */
  readonly readyLine?: RegExp;
  /** Milliseconds to wait for that line. Default 30,000. */
  readonly readyWithin?: number;
}

export interface TestProcess {
  readonly pid: number;
  /** The match of the readiness line, for a port that it names. */
  readonly ready: RegExpExecArray | null;
  /** Everything written so far, both streams as they came. */
  output(): string;
  /** Resolves at the next line, or one already written, that matches. */
  line(pattern: RegExp, within?: number): Promise<RegExpExecArray>;
  /** Sends a signal and waits for the end. Safe after the end. */
  kill(signal?: NodeJS.Signals): Promise<ProcessEnd>;
  /** Sends a signal and does not wait (SIGSTOP, SIGCONT, SIGUSR2). */
  signal(signal: NodeJS.Signals): void;
  /** Ends its stdin, as our own end would, where it was started to hear of that (`--exit-with-parent`). */
  endInput(): void;
  /** Settles when the process has ended and its output is complete. */
  readonly ended: Promise<ProcessEnd>;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What Node compiled for an earlier start of the same files. */
const compiled = fileURLToPath(new URL('../../../node_modules/.cache/vitrine-compiled', import.meta.url));

/** Such a program ends when its stdin does: a pipe of ours tells it even of our SIGKILL. */
const EXIT_WITH_PARENT = '--exit-with-parent';

/** Every process still running, so that a spec which fails halfway leaves none. */
const running = new Set<TestProcess>();

/** Starts `node program` (a built file, under the Node of this run) and waits for its readiness line. */
export async function startProcess(program: string, options: ProcessOptions = {}): Promise<TestProcess> {
  const { args = [] } = options;
  const surroundings = {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compiled, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  };
  const child = args.includes(EXIT_WITH_PARENT)
    ? spawn(process.execPath, [program, ...args], { ...surroundings, stdio: ['pipe', 'pipe', 'pipe'] })
    : spawn(process.execPath, [program, ...args], { ...surroundings, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdin?.on('error', () => undefined);
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<ProcessEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const line = (pattern: RegExp, within = 30_000): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        listeners.delete(look);
        act();
      };
      const look = (): void => {
        const match = pattern.exec(output);
        if (match !== null) settle(() => resolve(match));
      };
      const fail = (why: string): void => settle(() => reject(new Error(`${program}: ${why} ${String(pattern)}\n${output.slice(-4000)}`)));
      const timer = setTimeout(() => fail(`no line in ${within} ms matched`), within);
      listeners.add(look);
      void ended.then(
        () => fail('ended before a line matched'),
        () => fail('never started, so no line matched'),
      );
      look();
    });
  if (child.pid === undefined) await ended;
  const pid = child.pid ?? 0;
  const kill = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<ProcessEnd> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return await ended;
  };
  let ready: RegExpExecArray | null = null;
  const started: TestProcess = {
    pid,
    get ready() {
      return ready;
    },
    output: () => output,
    line,
    kill,
    signal: (signal) => void child.kill(signal),
    endInput: () => void child.stdin?.end(),
    ended,
  };
  running.add(started);
  void ended.finally(() => running.delete(started));
  try {
    if (options.readyLine !== undefined) ready = await line(options.readyLine, options.readyWithin);
  } catch (error) {
    await kill('SIGKILL');
    throw error;
  }
  return started;
}

/** For `afterAll`: ends whatever a failed spec left running. */
export async function killRunningProcesses(): Promise<void> {
  await Promise.all([...running].map((child) => child.kill('SIGKILL')));
}
