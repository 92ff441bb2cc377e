import { ApiClient } from '@vitrine/api-client';
import { UsageError } from './exit-codes.js';
import type { RunTool } from './own-account/run-tool.js';
import { exchangedTokens } from './sign-in/exchanged-token.js';
import { runIdentity } from './sign-in/run-identity.js';
import { savedSignIn } from './sign-in/saved-sign-in.js';

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

export interface SignInOptions {
  /** Instead of VITRINE_TRUST_RULE. */
  readonly trustRule?: string;
  readonly idTokenFile?: string;
}

/**
 * The API that the environment names, as whom the command line says, else the environment: an API token, a CI run under a trust rule, or whoever
 * signed in here.
 * Tokens come from there alone: arguments are in every process list.
 */
export function apiClientOf({ environment, homeFolder, now }: CliContext, options: SignInOptions = {}): ApiClient {
  const [url, token] = [environment['VITRINE_URL'], environment['VITRINE_TOKEN']];
  if (url === undefined || url === '') throw new UsageError('VITRINE_URL is not set: the address of your Vitrine, https://…');
  // What stands on the command line was meant for this very run, whatever the surroundings hold.
  if (token !== undefined && token !== '' && options.trustRule === undefined && options.idTokenFile === undefined)
    return new ApiClient({ url, token: token.trim() });
  const trustRule = options.trustRule ?? environment['VITRINE_TRUST_RULE'] ?? '';
  if (trustRule === '' && options.idTokenFile !== undefined)
    throw new UsageError('--id-token-file needs --trust-rule, or VITRINE_TRUST_RULE: whom the id token is for');
  if (trustRule !== '') {
    const idToken = runIdentity(environment, url.replace(/\/+$/, ''), options.idTokenFile ?? environment['VITRINE_ID_TOKEN_FILE']);
    return new ApiClient({ url, token: exchangedTokens({ url, trustRule, idToken, now }) });
  }
  const saved = savedSignIn(homeFolder, url, now());
  if (saved !== 'none') return new ApiClient({ url, token: saved.token });
  throw new UsageError('VITRINE_TOKEN is not set: an API token (POST /v1/api-tokens). In CI, VITRINE_TRUST_RULE needs none; a person can use `vitrine login`');
}

/** Sealing keys that are trusted whatever the API publishes; `undefined` where none was named. */
export function pinnedKids({ environment }: CliContext): ReadonlySet<string> | undefined {
  const text = environment['VITRINE_SEALING_KIDS'];
  return text === undefined || text === '' ? undefined : new Set(text.split(',').map((kid) => kid.trim()));
}
