import { createHmac, timingSafeEqual } from 'node:crypto';
import { isJsonObject } from '../../http/json-answer.js';
import type { GcpWorld } from '../gcp-world.js';

export const TOKEN_SECONDS = 3600;

/** Who a token speaks for: a service account by e-mail, or a federated principal by its pool and subject. */
export interface TokenClaims {
  readonly principal: string;
  /** Place of the workload identity in the estate; null for a service account's own token. */
  readonly identity: number | null;
  readonly scope: string;
  readonly expiresAt: number;
}

/** An opaque access token that only this simulator run can read. */
export function mintToken(world: GcpWorld, claims: TokenClaims): string {
  const body = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `ya29.sim.${body}.${sign(world, body)}`;
}

/** The claims of a token that this run minted; null for any other text. Expiry is left to the caller to judge. */
export function readToken(world: GcpWorld, token: string): TokenClaims | null {
  const [, body, signature] = /^ya29\.sim\.([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
  if (body === undefined || signature === undefined) return null;
  const [expected, given] = [Buffer.from(sign(world, body)), Buffer.from(signature)];
  // A forged or foreign token must fail like at Google, or tests would prove sign-in with any string.
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
  if (!isJsonObject(claims)) return null;
  const { principal, identity, scope, expiresAt } = claims;
  if (typeof principal !== 'string' || typeof scope !== 'string' || typeof expiresAt !== 'number') return null;
  return { principal, identity: typeof identity === 'number' ? identity : null, scope, expiresAt };
}

function sign(world: GcpWorld, body: string): string {
  return createHmac('sha256', world.tokenKey).update(body).digest('base64url');
}
