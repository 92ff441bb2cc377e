import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import { issuerUnavailable, tokenExpired, tokenInvalid } from './auth-errors.js';
import { identityFactsOf, type IdentityFacts } from './identity-facts.js';
import type { IssuerConfig } from './issuer-config.js';
import type { IssuerKeys, KeyPlace } from './issuer-keys.js';
import { bringsOwnKey, keysStayedAway, MAX_JWT_LENGTH } from './received-jwt.js';

/** What a verified token says; nothing here was checked against rows yet. */
export interface VerifiedIdentity {
  readonly issuer: IssuerConfig;
  readonly subject: string;
  readonly organizationValue: string | 'none';
  readonly email: string | null;
  /** Whether the issuer says that it saw him read the address's mail; anything but `true` is no. */
  readonly emailVerified: boolean;
  readonly expiresAt: Date;
  /** Our own scopes in the token narrow the role's; `all` where it names none of ours. */
  readonly scopes: 'all' | readonly string[];
  /** What a pin asks for besides. */
  readonly facts: IdentityFacts;
}

/** Issuers that organizations pinned; see `PinnedIssuers`. */
export interface PinnedSource {
  configFor(issuer: string, unverified: JWTPayload): Promise<IssuerConfig | 'none'>;
}
const nothingPinned: PinnedSource = { configFor: () => Promise.resolve('none') };

/** By whose rules, and from where the keys may come. */
interface Trusted {
  readonly issuer: IssuerConfig;
  readonly place: KeyPlace;
}

const MAX_CACHED = 10_000;

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  exp: z.number(),
  email: z.string().max(320).optional(),
  email_verified: z.unknown().optional(),
  scope: z.string().max(4_096).optional(),
});

/** Verifies access tokens of the configured issuers. Caches signature checks only, by token hash, until `exp`. */
export class OidcVerifier {
  readonly #verified = new Map<string, VerifiedIdentity>();

  constructor(
    private readonly issuers: readonly IssuerConfig[],
    private readonly keys: IssuerKeys,
    private readonly now: () => Date = () => new Date(),
    private readonly pinned: PinnedSource = nothingPinned,
  ) {}

  /** @throws VitrineError 401 `token-invalid` | `token-expired`, 503 `issuer-unavailable` */
  async verify(token: string): Promise<VerifiedIdentity> {
    if (token.length > MAX_JWT_LENGTH) throw tokenInvalid();
    const hash = createHash('sha256').update(token).digest('base64');
    const cached = this.#verified.get(hash);
    if (cached !== undefined && cached.expiresAt > this.now()) return cached;
    const identity = await this.identityBy(token, await this.issuerOf(token));
    this.remember(hash, identity);
    return identity;
  }

  /**
   * By the rules of one issuer that is not trusted yet: whoever pins an issuer shows a token of it. Nothing is remembered.
   * @throws VitrineError as `verify`
   */
  async verifyBy(token: string, issuer: IssuerConfig): Promise<VerifiedIdentity> {
    const { iss } = decoded(token, issuer.types);
    if (iss !== issuer.issuer) throw tokenInvalid();
    return await this.identityBy(token, { issuer, place: 'same-origin' });
  }

  private async identityBy(token: string, trusted: Trusted): Promise<VerifiedIdentity> {
    const { issuer } = trusted;
    const { payload, algorithm } = await this.payloadOf(token, trusted);
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) throw tokenInvalid();
    const own = (claims.data.scope ?? '').split(' ').filter((scope) => scope.startsWith('vitrine.'));
    return {
      issuer,
      subject: claims.data.sub,
      organizationValue: claimOf(payload, issuer.organizationClaim),
      email: claims.data.email ?? null,
      emailVerified: claims.data.email_verified === true,
      expiresAt: new Date(claims.data.exp * 1000),
      scopes: own.length === 0 ? 'all' : own,
      facts: identityFactsOf(payload, algorithm),
    };
  }

  /** Reads what is not yet verified only to choose which configuration to verify with. */
  private async issuerOf(token: string): Promise<Trusted> {
    const payload = decoded(token);
    const known = this.issuers.find((each) => each.issuer === payload.iss);
    const pinned = known === undefined && payload.iss !== undefined ? await this.pinned.configFor(payload.iss, payload) : 'none';
    const issuer = known ?? pinned;
    if (issuer === 'none') throw tokenInvalid();
    decoded(token, issuer.types);
    // What a customer named is fetched from the host that the operator's text chose, and from no other.
    return { issuer, place: known === undefined ? 'same-origin' : 'anywhere' };
  }

  private async payloadOf(token: string, { issuer, place }: Trusted): Promise<{ readonly payload: JWTPayload; readonly algorithm: string }> {
    const keys = await this.keys.of(issuer, place);
    try {
      const options = {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: [...issuer.algorithms],
        requiredClaims: ['exp', 'sub'],
        currentDate: this.now(),
      };
      const { payload, protectedHeader } = await jwtVerify(token, keys, options);
      return { payload, algorithm: protectedHeader.alg };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw tokenExpired();
      if (error instanceof errors.JWTClaimValidationFailed) throw error.claim === 'nbf' ? tokenExpired() : tokenInvalid();
      if (keysStayedAway(error)) throw issuerUnavailable(error);
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

/**
 * The payload, unverified, of a token whose header is fit to be looked at.
 * @param types accepted `typ` headers; left out, any
 */
function decoded(token: string, types?: readonly string[]): JWTPayload {
  try {
    const header = decodeProtectedHeader(token);
    if (bringsOwnKey(header)) throw tokenInvalid();
    // Attack: an id token, a logout token or any other JWT of the same issuer passed off as an access token.
    if (types?.includes((header.typ ?? '').toLowerCase()) === false) throw tokenInvalid();
    return decodeJwt(token);
  } catch {
    throw tokenInvalid();
  }
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
