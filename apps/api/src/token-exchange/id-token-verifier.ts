import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { issuerUnavailable } from '../auth/auth-errors.js';
import type { IssuerKeys } from '../auth/issuer-keys.js';
import { bringsOwnKey, keysStayedAway, MAX_JWT_LENGTH } from '../auth/received-jwt.js';
import { parseStrictJson } from '../http/strict-json.js';

/** Why an id token is no good. Told to the organization in its trail, and never to whoever sent it. */
export type RefusedFor =
  | 'malformed'
  | 'key-bringing-header'
  | 'type'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet'
  | 'lifetime'
  | 'no-jti';

export type IdTokenVerdict =
  | { readonly kind: 'verified'; readonly payload: JWTPayload; readonly jti: string; readonly expiresAt: Date }
  | { readonly kind: 'refused'; readonly reason: RefusedFor };

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
}

/** Seconds. GitHub's and Azure DevOps' tokens live 5 and 10 minutes; GitLab's as long as the job's `timeout`, or 5 minutes. */
const LONGEST_LIFE = 600;
/** Seconds by which an issuer's clock may be ahead of ours. None is granted at the end of a token's life. */
const AHEAD = 30;

const headerSchema = z.object({ alg: z.string(), kid: z.string().min(1).max(200), typ: z.string() });
const claimsSchema = z.object({ exp: z.number(), iat: z.number(), aud: z.union([z.string(), z.tuple([z.string()])]) });
const jtiSchema = z.string().min(8).max(255);

/** Verifies id tokens of CI services (RFC 8725): one algorithm, one issuer, one audience, keys from the issuer's own host. */
@Injectable()
export class IdTokenVerifier {
  constructor(
    private readonly keys: IssuerKeys,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** @throws VitrineError 503 `issuer-unavailable` */
  async verify(token: string, { issuer, audience }: Expected): Promise<IdTokenVerdict> {
    const looks = looksAt(token);
    if (looks !== 'fine') return refused(looks);
    const keys = await this.keys.of({ issuer }, 'same-origin');
    let payload: JWTPayload;
    try {
      const options = { issuer, audience, algorithms: ['RS256'], clockTolerance: AHEAD, currentDate: this.now() };
      ({ payload } = await jwtVerify(token, keys, options));
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === 'keys-unavailable') throw issuerUnavailable(error);
      return refused(reason);
    }
    const claims = claimsSchema.safeParse(payload);
    // Attack: of several audiences each could take the token to the others.
    if (!claims.success) return refused('malformed');
    const { exp, iat } = claims.data;
    const seconds = this.now().getTime() / 1000;
    if (exp <= seconds) return refused('expired');
    if (iat > seconds + AHEAD) return refused('not-yet');
    // Attack: a token of a day that leaked from a log.
    if (exp - iat > LONGEST_LIFE || exp <= iat) return refused('lifetime');
    const jti = jtiSchema.safeParse(payload['jti']);
    return jti.success ? { kind: 'verified', payload, jti: jti.data, expiresAt: new Date(exp * 1000) } : refused('no-jti');
  }
}

const refused = (reason: RefusedFor): IdTokenVerdict => ({ kind: 'refused', reason });

/** What can be said before any key is asked for. */
function looksAt(token: string): RefusedFor | 'fine' {
  if (token.length > MAX_JWT_LENGTH) return 'malformed';
  try {
    const [head = '', body = ''] = token.split('.');
    // Attack: two readers that see two values of one claim.
    for (const part of [head, body]) if (parseStrictJson(Buffer.from(part, 'base64url')).fault !== 'none') return 'malformed';
    const given = decodeProtectedHeader(token);
    if (bringsOwnKey(given)) return 'key-bringing-header';
    const header = headerSchema.safeParse(given);
    if (!header.success) return 'malformed';
    if (header.data.alg !== 'RS256') return 'algorithm';
    return header.data.typ.toLowerCase() === 'jwt' ? 'fine' : 'type';
  } catch {
    return 'malformed';
  }
}

function reasonOf(error: unknown): RefusedFor | 'keys-unavailable' {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    const known: Readonly<Record<string, RefusedFor>> = { iss: 'issuer', aud: 'audience', nbf: 'not-yet', exp: 'expired' };
    return known[error.claim] ?? 'malformed';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return 'unknown-key';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  return keysStayedAway(error) ? 'keys-unavailable' : 'malformed';
}
