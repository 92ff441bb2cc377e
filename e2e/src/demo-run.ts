import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../tools/demo/dist/main.js', import.meta.url));

export interface DemoRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How many processes of this instance were seen while its audits ran. */
  readonly processesSeen: number;
}

export interface DemoRunOptions {
  readonly folder: string;
  readonly reportFile: string;
  /** Called once, while the audits run. */
  readonly meanwhile?: () => Promise<void>;
}

/** Runs the built demo as `npm run -s demo -- --json` does. */
export async function runDemoProcess({ folder, reportFile, meanwhile }: DemoRunOptions): Promise<DemoRun> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, '--json', '--folder', folder, '--report', reportFile], {
    // Nothing of the caller's own: the demo needs no variable.
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr, processesSeen] = ['', '', 0];
  let once: Promise<void> | undefined;
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (once !== undefined || !stderr.includes('cursors planned')) return;
    processesSeen = processesOf(folder).length;
    once = meanwhile?.() ?? Promise.resolve();
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  await once;
  return { status, stdout, stderr, processesSeen };
}

/** Live processes that work in the instance's folder, or name it on their command line or in their environment. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => [readOf(pid, 'cmdline'), readOf(pid, 'environ'), workingFolderOf(pid)].some((text) => text.includes(folder)));
}

function workingFolderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`);
  } catch {
    return '';
  }
}

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
