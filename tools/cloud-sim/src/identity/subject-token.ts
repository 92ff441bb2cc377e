import { createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';

/** A federated assertion, judged as both Entra and Google's STS judge one. */
export type SubjectToken =
  | { readonly kind: 'valid'; readonly issuer: string; readonly subject: string; readonly audiences: readonly string[] }
  | { readonly kind: 'malformed' | 'expired' | 'wrong-issuer' | 'bad-signature' };

const CLOCK_TOLERANCE_SECONDS = 300;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Reads an assertion of a trusted issuer. The signature is verified against the issuer's published keys when the
 * issuer is on loopback; any other issuer cannot be asked (nothing leaves the machine), so its tokens are decoded only.
 */
export async function readSubjectToken(token: string, trustedIssuers: readonly string[], now: Date): Promise<SubjectToken> {
  const claims = decoded(token);
  const issuer = claims?.iss;
  if (claims === null || issuer === undefined || claims.sub === undefined) return { kind: 'malformed' };
  if (!trustedIssuers.includes(issuer)) return { kind: 'wrong-issuer' };
  if (claims.exp === undefined || claims.exp + CLOCK_TOLERANCE_SECONDS < now.getTime() / 1000) return { kind: 'expired' };
  const issuerUrl = new URL(issuer);
  if (LOOPBACK_HOSTS.has(issuerUrl.hostname) && !(await signedBy(token, issuer, now))) return { kind: 'bad-signature' };
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

async function signedBy(token: string, issuer: string, now: Date): Promise<boolean> {
  try {
    const metadata: unknown = await (await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { redirect: 'error' })).json();
    const keysAt = typeof metadata === 'object' && metadata !== null && 'jwks_uri' in metadata ? metadata.jwks_uri : null;
    if (typeof keysAt !== 'string') return false;
    const keysUrl = new URL(keysAt);
    if (!LOOPBACK_HOSTS.has(keysUrl.hostname)) return false;
    await jwtVerify(token, createRemoteJWKSet(keysUrl), { issuer, currentDate: now, clockTolerance: CLOCK_TOLERANCE_SECONDS });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}
