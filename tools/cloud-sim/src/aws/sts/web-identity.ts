import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { AwsEstate } from '../aws-estate.js';
import { AwsError } from '../wire/aws-error.js';

type WebIdentityTrust = NonNullable<AwsEstate['roles'][number]['webIdentity']>;

const discoverySchema = z.looseObject({ jwks_uri: z.url() });

/**
 * Checks a web identity token as STS does: signature (where the issuer's keys are known), issuer, audience, expiry.
 * @returns its subject; throws AwsError in STS's words
 */
export async function webIdentitySubject(token: string, trust: WebIdentityTrust, now: Date): Promise<string> {
  const payload = await verifiedPayload(token, trust, now);
  const audiences = typeof payload.aud === 'string' ? [payload.aud] : (payload.aud ?? []);
  if (payload.iss !== trust.issuer) throw new AwsError('InvalidIdentityToken', 'No OpenIDConnect provider found in your account for the issuer');
  if (!audiences.includes(trust.audience)) throw new AwsError('InvalidIdentityToken', 'Incorrect token audience');
  if (payload.exp === undefined || payload.exp * 1000 <= now.getTime())
    throw new AwsError('ExpiredTokenException', 'Token expired: current date/time must be before the expiration date/time');
  if (payload.sub === undefined) throw new AwsError('InvalidIdentityToken', 'Missing a required claim: sub');
  return payload.sub;
}

async function verifiedPayload(token: string, trust: WebIdentityTrust, now: Date): Promise<JWTPayload> {
  try {
    const keys = await keysOf(trust);
    if (keys === null) return decodeJwt(token);
    const { payload } = await jwtVerify(token, keys, { currentDate: now });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new AwsError('ExpiredTokenException', 'Token expired: current date/time must be before the expiration date/time');
    if (error instanceof errors.JOSEError)
      throw new AwsError('InvalidIdentityToken', "Couldn't retrieve verification key from your identity provider, or the token's signature is wrong");
    throw error;
  }
}

/** Null: the keys cannot be known here, since the simulator asks no host but this machine. */
async function keysOf(trust: WebIdentityTrust): Promise<JWTVerifyGetKey | null> {
  if (trust.jwks !== undefined) return createLocalJWKSet(trust.jwks);
  const issuer = new URL(trust.issuer);
  if (!isLoopback(issuer)) return null;
  const response = await fetch(`${trust.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { redirect: 'error' });
  const jwksUri = new URL(discoverySchema.parse(await response.json()).jwks_uri);
  // A discovery document may name any host: following it would send traffic off this machine.
  if (!isLoopback(jwksUri)) throw new errors.JOSEError('jwks_uri leaves loopback');
  return createRemoteJWKSet(jwksUri);
}

function isLoopback(url: URL): boolean {
  return url.hostname === '127.0.0.1' || url.hostname === 'localhost';
}
