import type { JWTPayload } from 'jose';
import { z } from 'zod';

/** What of a verified token a pin asks for beyond issuer and subject. */
export interface IdentityFacts {
  readonly audiences: readonly string[];
  readonly algorithm: string;
  /** Entra's `ver`. */
  readonly version: string | 'none';
  /** Entra: the person's own tenant is another one. */
  readonly guest: boolean;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

const texts = z.array(z.string().max(255)).max(300).catch([]);

export function identityFactsOf(payload: JWTPayload, algorithm: string): IdentityFacts {
  const { aud, ver, acct, idp, tid } = payload;
  // `acct` and `idp` come only where the tenant asks for them or the person is from elsewhere; either is believed.
  const elsewhere = typeof idp === 'string' && (typeof tid !== 'string' || !idp.includes(tid));
  return {
    audiences: aud === undefined ? [] : [aud].flat(),
    algorithm,
    version: typeof ver === 'string' ? ver : 'none',
    guest: elsewhere || acct === 1 || acct === '1',
    roles: texts.parse(payload['roles']),
    groups: texts.parse(payload['groups']),
  };
}
