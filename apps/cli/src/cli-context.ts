import { ApiClient } from '@vitrine/api-client';
import { UsageError } from './exit-codes.js';
import type { RunTool } from './own-account/run-tool.js';

/** The surroundings of one command, handed in so that specs can be the surroundings. */
export interface CliContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  readonly homeFolder: string;
  /** Data. */
  readonly out: (text: string) => void;
  /** Progress and complaints. */
  readonly err: (text: string) => void;
  readonly isTTY: boolean;
  /** Asks a person; false where nobody can answer. */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly readInput: () => Promise<string>;
  readonly runTool: RunTool;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** The API that the environment names. The token comes from there alone: arguments are in every process list. */
export function apiClientOf({ environment }: CliContext): ApiClient {
  const [url, token] = [environment['VITRINE_URL'], environment['VITRINE_TOKEN']];
  if (url === undefined || url === '') throw new UsageError('VITRINE_URL is not set: the address of your Vitrine, https://…');
  if (token === undefined || token === '') throw new UsageError('VITRINE_TOKEN is not set: an API token (POST /v1/api-tokens)');
  return new ApiClient({ url, token: token.trim() });
}

/** Sealing keys that are trusted whatever the API publishes; `undefined` where none was named. */
export function pinnedKids({ environment }: CliContext): ReadonlySet<string> | undefined {
  const text = environment['VITRINE_SEALING_KIDS'];
  return text === undefined || text === '' ? undefined : new Set(text.split(',').map((kid) => kid.trim()));
}
