import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { issuerUnavailable } from './auth-errors.js';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const TIMEOUT_MS = 5_000;
/** Issuers whose keys are held; one more and all are asked for again. */
const MOST_ISSUERS = 1_000;

/** `same-origin` where a customer named the issuer: its document may then send us to no other host. */
export type KeyPlace = 'anywhere' | 'same-origin';

/** Finds each issuer's keys by discovery, once; jose caches and renews the keys themselves. */
export class IssuerKeys {
  readonly #known = new Map<string, Promise<JWTVerifyGetKey>>();

  /** @param allowLoopback plain http is for an issuer on this machine only */
  constructor(private readonly allowLoopback: boolean) {}

  /** @throws VitrineError 503 `issuer-unavailable` while they were never read and cannot be now */
  async of({ issuer }: { readonly issuer: string }, place: KeyPlace = 'anywhere'): Promise<JWTVerifyGetKey> {
    const name = `${place} ${issuer}`;
    const known = this.#known.get(name) ?? this.discover(issuer, place);
    if (this.#known.size >= MOST_ISSUERS) this.#known.clear();
    this.#known.set(name, known);
    try {
      return await known;
    } catch (error) {
      this.#known.delete(name);
      throw issuerUnavailable(error);
    }
  }

  private async discover(issuer: string, place: KeyPlace): Promise<JWTVerifyGetKey> {
    const url = this.expectSafe(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    // A redirect would let whoever controls one path of the issuer's host name another key source.
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new TypeError(`discovery answered ${String(response.status)}`);
    const document = discoverySchema.parse(await response.json());
    // Attack: mix-up, where one issuer's document names another's keys.
    if (document.issuer !== issuer) throw new TypeError('discovery names another issuer');
    const keys = this.expectSafe(document.jwks_uri);
    // Attack: SSRF, by a document that names an address inside as the place of its keys.
    if (place === 'same-origin' && keys.origin !== url.origin) throw new TypeError('discovery names keys of another host');
    // An unknown `kid` makes jose ask again, once in five seconds at most.
    return createRemoteJWKSet(keys, { timeoutDuration: TIMEOUT_MS, cooldownDuration: 5_000, cacheMaxAge: 600_000 });
  }

  private expectSafe(text: string): URL {
    const url = new URL(text);
    const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
    if (url.protocol !== 'https:' && !(this.allowLoopback && loopback && url.protocol === 'http:')) throw new TypeError('an issuer must be https');
    return url;
  }
}
