import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import type { IdTokenSource } from './run-identity.js';
import { expectSafeUrl } from './safe-url.js';

const TIMEOUT_MS = 30_000;
/** Milliseconds before its end at which a token is not begun with any more. */
const MARGIN_MS = 60_000;

const answerSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const problemSchema = z.object({ code: z.string(), detail: z.string() });

export interface Exchange {
  /** Of Vitrine. */
  readonly url: string;
  readonly trustRule: string;
  readonly idToken: IdTokenSource;
  readonly now: () => Date;
}

/** Access tokens of a quarter of an hour, each exchanged (RFC 8693) for a fresh id token of the run; a new one shortly before the last one ends. */
export function exchangedTokens({ url, trustRule, idToken, now }: Exchange): () => Promise<string> {
  let held: { readonly token: string; readonly until: number } | 'none' = 'none';
  return async () => {
    if (held !== 'none' && now().getTime() < held.until) return held.token;
    const { access_token: token, expires_in: seconds } = await exchange(url, trustRule, await idToken());
    held = { token, until: now().getTime() + seconds * 1000 - MARGIN_MS };
    return token;
  };
}

/** @throws VitrineError the API's own code, or `api-unreachable` */
async function exchange(url: string, trustRule: string, idToken: string): Promise<z.infer<typeof answerSchema>> {
  const endpoint = new URL('/v1/token', expectSafeUrl(url, 'VITRINE_URL'));
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    subject_token: idToken,
    audience: trustRule,
  });
  let response: Response;
  try {
    response = await fetch(endpoint, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new VitrineError({ code: 'api-unreachable', status: 503, publicMessage: `The API at ${endpoint.origin} does not answer.`, cause: error });
  }
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return answerSchema.parse(json);
  const problem = problemSchema.safeParse(json);
  throw new VitrineError({
    code: problem.success ? problem.data.code : `http-${String(response.status)}`,
    status: response.status,
    publicMessage: problem.success ? problem.data.detail : `The API answered ${String(response.status)}.`,
  });
}
