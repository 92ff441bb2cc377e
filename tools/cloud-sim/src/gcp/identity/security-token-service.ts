import type { SimContext, SimRequest, SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer } from '../../http/json-answer.js';
import { readSubjectToken, subjectFits } from '../../identity/subject-token.js';
import type { GcpWorld } from '../gcp-world.js';
import { mintToken, TOKEN_SECONDS } from './access-token.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const SUBJECT_TYPES = ['urn:ietf:params:oauth:token-type:jwt', 'urn:ietf:params:oauth:token-type:id_token'];

/** An error in the form of RFC 6749, which all of Google's token endpoints use. */
export function oauthError(error: string, description: string): SimResponse {
  return jsonAnswer(400, { error, error_description: description });
}

/** Answers `POST /v1/token`: a workload identity pool takes another issuer's JWT for a token of its own. */
export async function exchangeToken(request: SimRequest, context: SimContext, world: GcpWorld): Promise<SimResponse> {
  context.log.identify(request, { operation: 'sts.token', access: 'sign-in' });
  const form = new URLSearchParams(request.body.toString('utf8'));
  if (form.get('grant_type') !== EXCHANGE) return oauthError('unsupported_grant_type', 'Unsupported grant type.');
  if (!SUBJECT_TYPES.includes(form.get('subject_token_type') ?? '')) return oauthError('invalid_request', 'Unsupported subject token type.');
  const audience = form.get('audience') ?? '';
  const place = world.estate.workloadIdentities.findIndex((identity) => audienceOf(identity) === audience);
  const identity = world.estate.workloadIdentities[place];
  if (identity === undefined) return oauthError('invalid_target', `The target service indicated by the "audience" parameters is invalid: ${audience}.`);
  const now = context.behaviour.now();
  const token = await readSubjectToken(form.get('subject_token') ?? '', [identity], now);
  if (token.kind !== 'valid') return oauthError('invalid_grant', REFUSED[token.kind]);
  // Without this check a token that was made for another service would open the pool.
  if (!token.audiences.some((named) => named === audience || named === `https:${audience}`)) {
    return oauthError('invalid_grant', 'The audience in ID Token does not match the expected audience.');
  }
  if (!subjectFits(identity.subject, token.subject)) return oauthError('unauthorized_client', 'The given credential is rejected by the attribute condition.');
  const principal = `principal://iam.googleapis.com/projects/${identity.projectNumber}/locations/global/workloadIdentityPools/${identity.pool}/subject/${token.subject}`;
  context.log.identify(request, { principal });
  return jsonAnswer(200, {
    access_token: mintToken(world, { principal, identity: place, scope: form.get('scope') ?? '', expiresAt: now.getTime() + TOKEN_SECONDS * 1000 }),
    issued_token_type: ACCESS_TOKEN,
    token_type: 'Bearer',
    expires_in: TOKEN_SECONDS,
  });
}

const REFUSED = {
  malformed: 'The subject token is not a valid JWT.',
  expired: 'ID Token issued is stale to sign-in.',
  'wrong-issuer': 'The issuer in ID Token does not match the expected one.',
  'bad-signature': 'Error verifying the ID token signature.',
} as const;

function audienceOf({ projectNumber, pool, provider }: GcpWorld['estate']['workloadIdentities'][number]): string {
  return `//iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/providers/${provider}`;
}
