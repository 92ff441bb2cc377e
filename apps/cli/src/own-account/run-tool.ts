import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

export type ToolAnswer =
  { readonly kind: 'said'; readonly text: string } | { readonly kind: 'missing' } | { readonly kind: 'failed'; readonly complaint: string };

/** Runs a cloud's own command line. Its stdout may be a credential: it is returned and kept nowhere. */
export type RunTool = (program: string, args: readonly string[], signal: AbortSignal) => Promise<ToolAnswer>;

const TIMEOUT_MS = 60_000;
const failureSchema = z.object({ code: z.union([z.string(), z.number()]).nullish(), stderr: z.string().default('') });

/**
 * Runs programs with the caller's own environment, since they are his: profiles, proxies, caches.
 * No shell: an account's or a profile's name is an argument and nothing else.
 */
export function toolRunner(environment: Readonly<Record<string, string | undefined>>): RunTool {
  return async (program, args, signal) => {
    try {
      const { stdout } = await promisify(execFile)(program, [...args], {
        signal,
        timeout: TIMEOUT_MS,
        maxBuffer: 1_000_000,
        encoding: 'utf8',
        env: environment,
      });
      return { kind: 'said', text: stdout };
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureSchema.safeParse(error);
      if (failure.data?.code === 'ENOENT') return { kind: 'missing' };
      // stdout is left out, since it may hold half a credential.
      const complaint = (failure.data?.stderr ?? '').trim().split('\n').slice(-3).join(' ');
      return { kind: 'failed', complaint: complaint === '' ? 'it failed without a word' : complaint.slice(0, 400) };
    }
  };
}
