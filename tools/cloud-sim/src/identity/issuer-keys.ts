import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Keys of an issuer that a declaration gives, for an issuer that this machine cannot ask. */
export const givenKeysSchema = z.looseObject({ keys: z.array(z.looseObject({})) });

export type GivenKeys = z.infer<typeof givenKeysSchema>;

/** Trust in an OIDC issuer, as far as its signatures go. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly jwks?: GivenKeys | undefined;
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
const discoverySchema = z.looseObject({ issuer: z.string(), jwks_uri: z.url() });

/**
 * The keys that check an issuer's signatures: those given, or else what the issuer publishes, fetched as a cloud does: discovery, then the key set.
 * @returns `unknown` where neither is to be had, and then no token of this issuer is good: nothing leaves this machine
 */
export async function issuerKeys({ issuer, jwks }: TrustedIssuer): Promise<JWTVerifyGetKey | 'unknown'> {
  // A key set is what jose takes; the declaration's keys are checked by it when one of them is used.
  if (jwks !== undefined) return createLocalJWKSet(jwks as JSONWebKeySet);
  if (!onLoopback(issuer)) return 'unknown';
  try {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
    const published = discoverySchema.safeParse(await answer.json());
    // A document that speaks for another issuer is refused by every cloud; one that names a host elsewhere would send traffic off this machine.
    if (!published.success || published.data.issuer !== issuer || !onLoopback(published.data.jwks_uri)) return 'unknown';
    return createRemoteJWKSet(new URL(published.data.jwks_uri));
  } catch {
    return 'unknown';
  }
}

const onLoopback = (url: string): boolean => URL.canParse(url) && LOOPBACK_HOSTS.has(new URL(url).hostname);
