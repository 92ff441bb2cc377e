import { createHash, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { UsageError } from '../exit-codes.js';
import { expectSafeUrl } from './safe-url.js';

const TIMEOUT_MS = 15_000;
/** Microsoft Graph: its access tokens are not ours to read. */
const GRAPH = ['00000003-0000-0000-c000-000000000000', 'https://graph.microsoft.com'];

const discoverySchema = z.object({ issuer: z.string(), authorization_endpoint: z.url(), token_endpoint: z.url() });
const answerSchema = z.object({ access_token: z.string().min(1), id_token: z.string().optional(), expires_in: z.number().positive().default(300) });

export interface PublicClient {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** On loopback (RFC 8252 §7.3). */
  readonly redirectUri: string;
}

/** One sign-in on its way: what only this process knows. */
export interface BegunSignIn {
  readonly authorizeUrl: URL;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly tokenEndpoint: URL;
}

/**
 * MC-08: with Entra the two delegated permissions that an administrator consented to; elsewhere `openid`, since the other one is Microsoft's own.
 */
export function usualScope(issuer: string): string {
  return new URL(issuer).hostname === 'login.microsoftonline.com' ? 'openid User.ReadBasic.All' : 'openid';
}

/** Authorization code with PKCE as a public client (RFC 7636, RFC 8252): there is no client secret to send, keep or leak. */
export async function beginSignIn(client: PublicClient): Promise<BegunSignIn> {
  const issuer = expectSafeUrl(client.issuer, '--issuer').href.replace(/\/$/, '');
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const discovery = discoverySchema.safeParse(await response.json().catch(() => null));
  // Attack: mix-up, where one issuer's document sends the code to another.
  if (!discovery.success || discovery.data.issuer.replace(/\/$/, '') !== issuer) throw new UsageError('the issuer’s discovery document is not its own');
  const secret = (): string => randomBytes(32).toString('base64url');
  const [state, nonce, verifier] = [secret(), secret(), secret()];
  const authorizeUrl = expectSafeUrl(discovery.data.authorization_endpoint, 'the authorization endpoint');
  const query = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: client.scope,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) authorizeUrl.searchParams.set(name, value);
  return { authorizeUrl, state, nonce, verifier, tokenEndpoint: expectSafeUrl(discovery.data.token_endpoint, 'the token endpoint') };
}

/** @returns the bearer token for Vitrine and when it ends */
export async function endSignIn(
  client: PublicClient,
  begun: BegunSignIn,
  code: string,
  now: Date,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: client.clientId,
    code,
    redirect_uri: client.redirectUri,
    code_verifier: begun.verifier,
  });
  const response = await fetch(begun.tokenEndpoint, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const answer = answerSchema.safeParse(await response.json().catch(() => null));
  if (!response.ok || !answer.success) throw new UsageError(`the issuer gave no token (${String(response.status)})`);
  const { access_token: access, id_token: id, expires_in: seconds } = answer.data;
  // Attack: a token of somebody else's sign-in, brought into ours.
  if (id !== undefined && decodeJwt(id)['nonce'] !== begun.nonce) throw new UsageError('the issuer answered another sign-in');
  const token = isForGraph(access) && id !== undefined ? id : access;
  return { token, expiresAt: new Date(now.getTime() + seconds * 1000) };
}

/** With MC-08's two permissions Entra's access token is Graph's; the id token is then the one whose audience is the application. */
function isForGraph(token: string): boolean {
  try {
    return [decodeJwt(token).aud ?? []].flat().some((audience) => GRAPH.includes(audience));
  } catch {
    return false;
  }
}
