import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type ToolAnswer = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'missing' } | { readonly kind: 'failed'; readonly complaint: string };

/** Runs a cloud's own command line. Its stdout may be a credential: it is returned and kept nowhere. */
export type RunTool = (program: string, args: readonly string[], signal: AbortSignal) => Promise<ToolAnswer>;

const TIMEOUT_MS = 60_000;

/** No shell: an account's or a profile's name is an argument and nothing else. */
export const runTool: RunTool = async (program, args, signal) => {
  try {
    const { stdout } = await promisify(execFile)(program, [...args], { signal, timeout: TIMEOUT_MS, maxBuffer: 1_000_000, encoding: 'utf8' });
    return { kind: 'said', text: stdout };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'missing' };
    // stdout is left out, since it may hold half a credential.
    const complaint = error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim().split('\n').slice(-3).join(' ') : 'failed';
    return { kind: 'failed', complaint: complaint.slice(0, 400) };
  }
};
