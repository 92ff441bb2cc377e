import { createPrivateKey, randomUUID, sign, type JsonWebKey } from 'node:crypto';
import type { ConnectionId, OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';

export interface AssertionRequest {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly audience: string;
}
export type AssertionMint = (request: AssertionRequest) => Promise<string>;

const keySchema = z.looseObject({ kty: z.literal('RSA'), kid: z.string().min(1) });

/** Seconds; long enough for a slow token endpoint, too short to be of use elsewhere. */
const lifetime = 300;

/** Who the worker is to a customer's cloud: one connection of one organization, so that no trust of one tenant serves another. */
export const federationSubject = (organizationId: string, connectionId: string): string => `vitrine:organization:${organizationId}:connection:${connectionId}`;

/**
 * Signs short OIDC assertions of this Vitrine (RS256, which all three clouds accept). The best credential is none.
 * @param keyText the operator's private RSA key as JWK text, with the `kid` under which the issuer publishes its public half
 */
export function createAssertionMint(issuer: string, keyText: string): AssertionMint {
  const jwk = keySchema.parse(JSON.parse(keyText));
  // The rest of a JWK is checked by OpenSSL on import, whose type is as loose as ours.
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' });
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return ({ organizationId, connectionId, audience }) => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: issuer,
      sub: federationSubject(organizationId, connectionId),
      aud: audience,
      iat: now,
      nbf: now - 30,
      exp: now + lifetime,
      jti: randomUUID(),
    };
    const signed = `${part({ alg: 'RS256', kid: jwk.kid, typ: 'JWT' })}.${part(claims)}`;
    return Promise.resolve(`${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`);
  };
}
