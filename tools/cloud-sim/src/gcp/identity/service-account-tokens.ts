import { errors, importSPKI, jwtVerify } from 'jose';
import { z } from 'zod';
import type { SimContext, SimRequest, SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer, jsonBody } from '../../http/json-answer.js';
import type { GcpCall } from '../gcp-call.js';
import type { GcpWorld } from '../gcp-world.js';
import { googleError, permissionDenied } from '../google-error.js';
import { mintToken, readToken, TOKEN_SECONDS } from './access-token.js';
import { oauthError } from './security-token-service.js';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TOKEN_AUDIENCE = 'https://oauth2.googleapis.com/token';
const GET_ACCESS_TOKEN = 'iam.serviceAccounts.getAccessToken';

const lifetimeSchema = z.object({
  scope: z.array(z.string()).min(1),
  lifetime: z
    .string()
    .regex(/^\d+s$/)
    .optional(),
});

/** Answers `POST /token` for a JWT that a service account's own key signed. */
export async function keyToken(request: SimRequest, context: SimContext, world: GcpWorld): Promise<SimResponse> {
  context.log.identify(request, { operation: 'oauth2.token', access: 'sign-in' });
  const form = new URLSearchParams(request.body.toString('utf8'));
  if (form.get('grant_type') !== JWT_BEARER) return oauthError('unsupported_grant_type', 'Invalid grant_type.');
  const assertion = form.get('assertion') ?? '';
  const email = issuerOf(assertion);
  const account = world.estate.serviceAccounts.find((known) => known.email === email);
  if (account?.publicKeyPem === undefined) return oauthError('invalid_grant', 'Invalid grant: account not found');
  const now = context.behaviour.now();
  try {
    const { payload } = await jwtVerify(assertion, await importSPKI(account.publicKeyPem, 'RS256'), {
      algorithms: ['RS256'],
      audience: [TOKEN_AUDIENCE, `${request.url.origin}/token`],
      currentDate: now,
      clockTolerance: 300,
    });
    context.log.identify(request, { principal: account.email });
    const scope = typeof payload['scope'] === 'string' ? payload['scope'] : '';
    const token = mintToken(world, { principal: account.email, identity: null, scope, expiresAt: now.getTime() + TOKEN_SECONDS * 1000 });
    return jsonAnswer(200, { access_token: token, expires_in: TOKEN_SECONDS - 1, token_type: 'Bearer' });
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return oauthError('invalid_grant', error instanceof errors.JWSSignatureVerificationFailed ? 'Invalid JWT Signature.' : 'Invalid JWT.');
  }
}

function issuerOf(assertion: string): string | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'iss' in claims && typeof claims.iss === 'string' ? claims.iss : null;
  } catch {
    return null;
  }
}

/** Answers `POST /v1/projects/-/serviceAccounts/{email}:generateAccessToken` for a principal that may impersonate it. */
export function generateAccessToken(call: GcpCall, email: string): SimResponse {
  const { request, context, world, caller } = call;
  context.log.identify(request, { operation: 'iamcredentials.projects.serviceAccounts.generateAccessToken', access: 'sign-in' });
  const account = world.estate.serviceAccounts.find((known) => known.email === email);
  if (account === undefined || caller.impersonates !== email || context.behaviour.denied.has(GET_ACCESS_TOKEN)) {
    return permissionDenied(GET_ACCESS_TOKEN, `projects/-/serviceAccounts/${email}`);
  }
  const parsed = lifetimeSchema.safeParse(jsonBody(request));
  const seconds = Number(parsed.data?.lifetime?.slice(0, -1) ?? TOKEN_SECONDS);
  if (!parsed.success || seconds > TOKEN_SECONDS) return googleError('INVALID_ARGUMENT', 'Request contains an invalid argument.');
  const expiresAt = context.behaviour.now().getTime() + seconds * 1000;
  return jsonAnswer(200, {
    accessToken: mintToken(world, { principal: email, identity: null, scope: parsed.data.scope.join(' '), expiresAt }),
    expireTime: new Date(expiresAt).toISOString(),
  });
}

/** Answers `GET /tokeninfo?access_token=…`. */
export function tokenInfo(request: SimRequest, context: SimContext, world: GcpWorld): SimResponse {
  context.log.identify(request, { operation: 'oauth2.tokeninfo', access: 'sign-in' });
  const form = new URLSearchParams(request.body.toString('utf8'));
  const token = request.url.searchParams.get('access_token') ?? form.get('access_token') ?? /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const claims = readToken(world, token ?? '');
  const seconds = claims === null ? 0 : Math.floor((claims.expiresAt - context.behaviour.now().getTime()) / 1000);
  if (claims === null || seconds <= 0) return oauthError('invalid_token', 'Invalid Value');
  return jsonAnswer(200, {
    azp: claims.principal,
    aud: claims.principal,
    scope: claims.scope,
    exp: String(Math.floor(claims.expiresAt / 1000)),
    expires_in: String(seconds),
    email: claims.principal,
    email_verified: 'true',
    access_type: 'online',
  });
}
