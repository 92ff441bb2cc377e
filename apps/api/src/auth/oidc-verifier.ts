import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { issuerUnavailable, tokenExpired, tokenInvalid } from './auth-errors.js';
import type { IssuerConfig } from './issuer-config.js';
import type { IssuerKeys } from './issuer-keys.js';

/** What a verified token says; nothing here was checked against rows yet. */
export interface VerifiedIdentity {
  readonly issuer: IssuerConfig;
  readonly subject: string;
  readonly organizationValue: string | 'none';
  readonly email: string | null;
  readonly expiresAt: Date;
  /** Our own scopes in the token narrow the role's; `all` where it names none of ours. */
  readonly scopes: 'all' | readonly string[];
}

/** Attack: headers by which a token brings its own key. They are never followed; a token that has one is refused. */
const KEY_BRINGING_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit'] as const;
const MAX_TOKEN_LENGTH = 8_192;
const MAX_CACHED = 10_000;

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  exp: z.number(),
  email: z.string().max(320).optional(),
  scope: z.string().max(4_096).optional(),
});

/** Verifies access tokens of the configured issuers. Caches signature checks only, by token hash, until `exp`. */
export class OidcVerifier {
  readonly #verified = new Map<string, VerifiedIdentity>();

  constructor(
    private readonly issuers: readonly IssuerConfig[],
    private readonly keys: IssuerKeys,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** @throws VitrineError 401 `token-invalid` | `token-expired`, 503 `issuer-unavailable` */
  async verify(token: string): Promise<VerifiedIdentity> {
    if (token.length > MAX_TOKEN_LENGTH) throw tokenInvalid();
    const hash = createHash('sha256').update(token).digest('base64');
    const cached = this.#verified.get(hash);
    if (cached !== undefined && cached.expiresAt > this.now()) return cached;
    const issuer = this.issuerOf(token);
    const payload = await this.payloadOf(token, issuer);
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw tokenInvalid();
    const own = (claims.data.scope ?? '').split(' ').filter((scope) => scope.startsWith('vitrine.'));
    const identity: VerifiedIdentity = {
      issuer,
      subject: claims.data.sub,
      organizationValue: claimOf(payload, issuer.organizationClaim),
      email: claims.data.email ?? null,
      expiresAt: new Date(claims.data.exp * 1000),
      scopes: own.length === 0 ? 'all' : own,
    };
    this.remember(hash, identity);
    return identity;
  }

  /** Reads what is not yet verified only to choose which fixed configuration to verify with. */
  private issuerOf(token: string): IssuerConfig {
    try {
      const header = decodeProtectedHeader(token);
      if (KEY_BRINGING_HEADERS.some((name) => name in header)) throw tokenInvalid();
      const { iss } = decodeJwt(token);
      const issuer = this.issuers.find((each) => each.issuer === iss);
      // Attack: an id token, a logout token or any other JWT of the same issuer passed off as an access token.
      if (issuer?.types.includes((header.typ ?? '').toLowerCase()) !== true) throw tokenInvalid();
      return issuer;
    } catch {
      throw tokenInvalid();
    }
  }

  private async payloadOf(token: string, issuer: IssuerConfig): Promise<JWTPayload> {
    const keys = await this.keys.of(issuer);
    try {
      const options = {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: [...issuer.algorithms],
        requiredClaims: ['exp', 'sub'],
        currentDate: this.now(),
      };
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw tokenExpired();
      if (error instanceof errors.JWTClaimValidationFailed) throw error.claim === 'nbf' ? tokenExpired() : tokenInvalid();
      if (error instanceof errors.JWKSTimeout || error instanceof TypeError || isFetchFailure(error)) throw issuerUnavailable(error);
      throw tokenInvalid();
    }
  }

  private remember(hash: string, identity: VerifiedIdentity): void {
    if (this.#verified.size >= MAX_CACHED) {
      const oldest = this.#verified.keys().next();
      if (oldest.done !== true) this.#verified.delete(oldest.value);
    }
    this.#verified.set(hash, identity);
  }
}

/** jose says a bare JOSEError when the key set answers other than 200 or with something else than keys. */
function isFetchFailure(error: unknown): boolean {
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}

/** `org_id`, a URL-named claim, or a path such as `o.id`; anything but a short text is no organization. */
function claimOf(payload: JWTPayload, name: string): string | 'none' {
  const direct = payload[name];
  const value =
    direct ??
    name
      .split('.')
      .reduce<unknown>((at, part) => (at !== null && typeof at === 'object' && Object.hasOwn(at, part) ? Reflect.get(at, part) : undefined), payload);
  return typeof value === 'string' && value !== '' && value.length <= 255 ? value : 'none';
}
