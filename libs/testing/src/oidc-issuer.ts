import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';

export interface MintOptions {
  readonly subject: string;
  /** Further claims: `org_id`, `tid`, `scope`, `roles`, `email`; `iss`, `aud`, `exp` and the like override the issuer's own. */
  readonly claims?: JWTPayload;
  readonly audience?: string;
  /** Seconds from now; negative makes an expired token. Default 300. */
  readonly lifetime?: number;
  /** Default `at+jwt`. */
  readonly typ?: string;
  /** Signs with a key that the issuer does not publish: a forgery. */
  readonly foreignKey?: boolean;
}

export interface TestIssuer {
  /** `http://127.0.0.1:port`, the `iss` of its tokens. */
  readonly issuer: string;
  mint(options: MintOptions): Promise<string>;
  /** Publishes a new signing key; the old one stays published unless `forget`. Returns the new kid. */
  rotate(options?: { readonly forget?: boolean }): Promise<string>;
  /** How often each path was asked for: specs assert that keys are cached. */
  requests(path: '/.well-known/openid-configuration' | '/jwks'): number;
  /** While true, every answer is 503. */
  setDown(down: boolean): void;
  stop(): Promise<void>;
}

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

const ALGORITHM = 'RS256';

/** An OIDC issuer on loopback with discovery and JWKS: the two documents that a resource server reads. */
export async function startTestIssuer(defaults: { readonly audience?: string } = {}): Promise<TestIssuer> {
  let keys: readonly SigningKey[] = [await signingKey()];
  let foreign: SigningKey | undefined;
  let down = false;
  let issuer = '';
  const counts = new Map<string, number>();

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? '';
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': {
        issuer,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: [ALGORITHM],
      },
      '/jwks': { keys: keys.map(({ publicJwk }) => publicJwk) },
    };
    const found = documents[path];
    response.writeHead(down ? 503 : found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(down || found === undefined ? '{}' : JSON.stringify(found));
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
  issuer = `http://127.0.0.1:${address.port}`;

  return {
    issuer,
    async mint(options) {
      const newest = keys[0];
      if (newest === undefined) throw new Error('the issuer has no key');
      // A forger copies the published kid; only the signature tells.
      const key = options.foreignKey === true ? { ...(foreign ??= await signingKey()), kid: newest.kid } : newest;
      const now = Math.floor(Date.now() / 1000);
      const own = {
        iss: issuer,
        aud: options.audience ?? defaults.audience ?? 'vitrine',
        iat: now,
        nbf: now - 5,
        exp: now + (options.lifetime ?? 300),
        jti: randomUUID(),
      };
      return await new SignJWT({ ...own, sub: options.subject, ...options.claims })
        .setProtectedHeader({ alg: ALGORITHM, typ: options.typ ?? 'at+jwt', kid: key.kid })
        .sign(key.privateKey);
    },
    async rotate({ forget = false } = {}) {
      const next = await signingKey();
      keys = forget ? [next] : [next, ...keys];
      return next.kid;
    },
    requests: (path) => counts.get(path) ?? 0,
    setDown: (now) => {
      down = now;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function signingKey(): Promise<SigningKey> {
  const kid = randomUUID();
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: 'sig' } };
}
