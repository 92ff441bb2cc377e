import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { issuerKeys, type TrustedIssuer } from './issuer-keys.js';

/** A federated assertion, judged as Entra, AWS' STS and Google's STS judge one. */
export type SubjectToken =
  | { readonly kind: 'valid'; readonly issuer: string; readonly subject: string; readonly audiences: readonly string[] }
  | { readonly kind: 'malformed' | 'expired' | 'wrong-issuer' | 'bad-signature' };

/** What public clouds take of an issuer; anything else (`none`, a shared secret) is no signature. */
const ALGORITHMS = ['RS256', 'ES256'];

/** Reads an assertion of a trusted issuer. Its signature is verified always: an issuer whose keys are not to be had vouches for nothing. */
export async function readSubjectToken(
  token: string,
  trusted: readonly TrustedIssuer[],
  now: Date,
  { clockTolerance = 300 }: { readonly clockTolerance?: number } = {},
): Promise<SubjectToken> {
  const claims = decoded(token);
  const issuer = claims?.iss;
  if (claims === null || issuer === undefined || claims.sub === undefined || claims.exp === undefined) return { kind: 'malformed' };
  const trust = trusted.find((each) => each.issuer === issuer);
  if (trust === undefined) return { kind: 'wrong-issuer' };
  const keys = await issuerKeys(trust);
  if (keys === 'unknown') return { kind: 'bad-signature' };
  try {
    await jwtVerify(token, keys, { issuer, currentDate: now, clockTolerance, algorithms: ALGORITHMS });
  } catch (error) {
    if (error instanceof errors.JWTExpired || (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf')) return { kind: 'expired' };
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof SyntaxError) return { kind: 'bad-signature' };
    throw error;
  }
  const audiences = claims.aud === undefined ? [] : typeof claims.aud === 'string' ? [claims.aud] : claims.aud;
  return { kind: 'valid', issuer, subject: claims.sub, audiences };
}

/** Whether a subject fits what a trust names: the same text, or the text before a final `*`. */
export function subjectFits(trusted: string, subject: string): boolean {
  return trusted.endsWith('*') ? subject.startsWith(trusted.slice(0, -1)) : subject === trusted;
}

function decoded(token: string): JWTPayload | null {
  try {
    return decodeJwt(token);
  } catch {
    return null;
  }
}
