import { createHmac, timingSafeEqual } from 'node:crypto';
import { isJsonObject } from '../../http/json-answer.js';
import type { AzureWorld } from '../azure-world.js';

/** Seconds that an access token lives, as Entra's app-only tokens do. */
export const TOKEN_SECONDS = 3599;

/** What an access token says about its caller. */
export interface AccessTokenClaims {
  readonly audience: string;
  readonly clientId: string;
  readonly objectId: string;
  readonly expiresAt: number;
}

/** A token in the form of a JWT. Clients must not read it; only this simulator run can check it. */
export function mintAccessToken(world: AzureWorld, caller: { clientId: string; objectId: string }, audience: string, now: Date): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const head = encode({ typ: 'JWT', alg: 'HS256' });
  const body = encode({
    aud: audience,
    iss: `https://sts.windows.net/${world.estate.cloudTenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + TOKEN_SECONDS,
    appid: caller.clientId,
    oid: caller.objectId,
    idtyp: 'app',
    tid: world.estate.cloudTenantId,
  });
  return `${head}.${body}.${signature(world, `${head}.${body}`)}`;
}

/** The claims of a token that this run minted; null for any other text. Expiry is left to the caller to judge. */
export function readAccessToken(world: AzureWorld, token: string): AccessTokenClaims | null {
  const [head, body, sign, ...rest] = token.split('.');
  if (head === undefined || body === undefined || sign === undefined || rest.length > 0) return null;
  const expected = Buffer.from(signature(world, `${head}.${body}`));
  const given = Buffer.from(sign);
  // A forged or foreign token must fail like at Azure, or tests would prove sign-in with any string.
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  if (!isJsonObject(claims)) return null;
  const { aud, appid, oid, exp } = claims;
  if (typeof aud !== 'string' || typeof appid !== 'string' || typeof oid !== 'string' || typeof exp !== 'number') return null;
  return { audience: aud, clientId: appid, objectId: oid, expiresAt: exp };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(world: AzureWorld, text: string): string {
  return createHmac('sha256', world.tokenKey).update(text).digest('base64url');
}
