import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { issuerUnavailable } from './auth-errors.js';
import type { IssuerConfig } from './issuer-config.js';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const TIMEOUT_MS = 5_000;

/** Finds each issuer's keys by discovery, once; jose caches and renews the keys themselves. */
export class IssuerKeys {
  readonly #known = new Map<string, Promise<JWTVerifyGetKey>>();

  /** @param allowLoopback plain http is for an issuer on this machine only */
  constructor(private readonly allowLoopback: boolean) {}

  /** @throws VitrineError 503 `issuer-unavailable` while they were never read and cannot be now */
  async of(issuer: IssuerConfig): Promise<JWTVerifyGetKey> {
    const known = this.#known.get(issuer.issuer) ?? this.discover(issuer.issuer);
    this.#known.set(issuer.issuer, known);
    try {
      return await known;
    } catch (error) {
      this.#known.delete(issuer.issuer);
      throw issuerUnavailable(error);
    }
  }

  private async discover(issuer: string): Promise<JWTVerifyGetKey> {
    const url = this.expectSafe(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    // A redirect would let whoever controls one path of the issuer's host name another key source.
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new TypeError(`discovery answered ${String(response.status)}`);
    const document = discoverySchema.parse(await response.json());
    // Attack: mix-up, where one issuer's document names another's keys.
    if (document.issuer !== issuer) throw new TypeError('discovery names another issuer');
    return createRemoteJWKSet(this.expectSafe(document.jwks_uri), { timeoutDuration: TIMEOUT_MS, cooldownDuration: 5_000, cacheMaxAge: 600_000 });
  }

  private expectSafe(text: string): URL {
    const url = new URL(text);
    const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
    if (url.protocol !== 'https:' && !(this.allowLoopback && loopback && url.protocol === 'http:')) throw new TypeError('an issuer must be https');
    return url;
  }
}
