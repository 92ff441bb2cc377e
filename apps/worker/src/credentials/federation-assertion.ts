import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { newId, type ConnectionId, type OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';

export interface AssertionRequest {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly audience: string;
}
export type AssertionMint = (request: AssertionRequest) => Promise<string>;

const member = z.string().regex(/^[A-Za-z0-9_-]+$/);
const keySchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string().regex(/^[A-Za-z0-9._-]{4,128}$/),
  ...{ n: member, e: member, d: member, p: member, q: member, dp: member, dq: member, qi: member },
});

/** Seconds; long enough for a slow token endpoint, too short to be of use elsewhere. */
export const assertionLifetime = 300;

/** Who the worker is to a customer's cloud: one connection of one organization, so that no trust of one tenant serves another. */
export const federationSubject = (organizationId: string, connectionId: string): string => `vitrine:organization:${organizationId}:connection:${connectionId}`;

/** Whether this text is a key that assertions can be signed with. */
export function isSigningKey(keyText: string): boolean {
  try {
    return (readSigningKey(keyText).key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  } catch {
    return false;
  }
}

/**
 * Signs short OIDC assertions of this Vitrine (RS256, the one that all three clouds accept). The best credential is none.
 * @param keyText the operator's private RSA key as JWK text, with the `kid` under which the issuer publishes its public half
 */
export function createAssertionMint(issuer: string, keyText: string): AssertionMint {
  const { kid, key } = readSigningKey(keyText);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return ({ organizationId, connectionId, audience }) => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: issuer,
      sub: federationSubject(organizationId, connectionId),
      aud: audience,
      iat: now,
      // A cloud whose clock is a little behind would refuse it as not yet valid.
      nbf: now - 30,
      exp: now + assertionLifetime,
      jti: newId(z.uuid()),
    };
    const signed = `${part({ alg: 'RS256', kid, typ: 'JWT' })}.${part(claims)}`;
    return Promise.resolve(`${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`);
  };
}

function readSigningKey(keyText: string): { readonly kid: string; readonly key: KeyObject } {
  const { kid, kty, n, e, d, p, q, dp, dq, qi } = keySchema.parse(JSON.parse(keyText));
  return { kid, key: createPrivateKey({ key: { kty, n, e, d, p, q, dp, dq, qi }, format: 'jwk' }) };
}
