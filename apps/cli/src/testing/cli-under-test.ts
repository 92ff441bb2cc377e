import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';
import { toolRunner } from '../own-account/run-tool.js';
import { runCommandLine } from '../program.js';

export interface CliRun {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  /** What a person was asked. */
  readonly questions: readonly string[];
}

export interface CliUnderTestOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The person's answer to every question. */
  readonly answer?: boolean;
  readonly now?: Date;
  readonly workingFolder?: string;
  readonly tool?: CliContext['runTool'];
  readonly signal?: AbortSignal;
}

/** Runs one command line in this process, with the surroundings that a spec wants. */
export async function runCli(args: readonly string[], options: CliUnderTestOptions = {}): Promise<CliRun> {
  let [out, err] = ['', ''];
  const questions: string[] = [];
  const folder = options.workingFolder ?? '/nonexistent';
  const code = await runCommandLine(args, {
    environment: options.environment ?? {},
    workingFolder: folder,
    homeFolder: folder,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    isTTY: false,
    confirm: (question) => {
      questions.push(question);
      return Promise.resolve(options.answer ?? false);
    },
    readInput: () => Promise.resolve(options.input ?? ''),
    runTool: options.tool ?? toolRunner(options.environment ?? {}),
    now: () => options.now ?? new Date(),
    signal: options.signal ?? new AbortController().signal,
  });
  return { code, out, err, questions };
}
