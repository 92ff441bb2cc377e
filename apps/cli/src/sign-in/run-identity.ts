import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../exit-codes.js';
import { expectSafeUrl } from './safe-url.js';

type Environment = Readonly<Record<string, string | undefined>>;
/** Asks the CI service for an id token of this run. */
export type IdTokenSource = () => Promise<string>;

const TIMEOUT_MS = 15_000;
const githubAnswer = z.object({ value: z.string().min(1) });
const azureDevOpsAnswer = z.object({ oidcToken: z.string().min(1) });

/**
 * Where this run's id token comes from: the file that was named, GitLab's variable, GitHub's or Azure DevOps' service.
 * @param audience our URL; Azure DevOps lets nobody choose one
 * @throws UsageError where there is none
 */
export function runIdentity(environment: Environment, audience: string, file: string | undefined): IdTokenSource {
  const set = (name: string): string | undefined => (environment[name] === '' ? undefined : environment[name]);
  if (file !== undefined) return () => Promise.resolve(readToken(file));
  const given = set('VITRINE_ID_TOKEN');
  if (given !== undefined) return () => Promise.resolve(given.trim());
  const [github, githubToken] = [set('ACTIONS_ID_TOKEN_REQUEST_URL'), set('ACTIONS_ID_TOKEN_REQUEST_TOKEN')];
  if (github !== undefined && githubToken !== undefined)
    return async () => {
      const url = expectSafeUrl(github, 'ACTIONS_ID_TOKEN_REQUEST_URL');
      url.searchParams.set('audience', audience);
      return githubAnswer.parse(await asked(url, 'GET', githubToken)).value;
    };
  const [azureDevOps, jobToken] = [set('SYSTEM_OIDCREQUESTURI'), set('SYSTEM_ACCESSTOKEN')];
  if (azureDevOps !== undefined && jobToken !== undefined)
    return async () => {
      const url = expectSafeUrl(azureDevOps, 'SYSTEM_OIDCREQUESTURI');
      url.searchParams.set('api-version', '7.1');
      return azureDevOpsAnswer.parse(await asked(url, 'POST', jobToken)).oidcToken;
    };
  throw new UsageError(
    'VITRINE_TRUST_RULE is set, but this run has no id token: GitHub needs `permissions: id-token: write`, GitLab `id_tokens:` with VITRINE_ID_TOKEN, Azure DevOps SYSTEM_ACCESSTOKEN in `env:`; or name --id-token-file',
  );
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

async function asked(url: URL, method: 'GET' | 'POST', token: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) };
  // A redirect would carry the run's own token elsewhere.
  const response = await fetch(url, { method, headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new UsageError(`the CI service gave no id token (${String(response.status)})`);
  return await response.json();
}
