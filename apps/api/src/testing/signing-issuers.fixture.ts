import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';

/** Issuers of a spec, each below its own path of one loopback server, whose tokens may be anything: claims and headers are the spec's. */
export interface SigningIssuers {
  readonly origin: string;
  /** `origin/path`. */
  at(path: string): string;
  sign(claims: object, header?: object): Promise<string>;
  /** By a key that nobody publishes, under the published `kid` unless the header names another. */
  forge(claims: object, header?: object): Promise<string>;
  /** No signature at all. */
  unsigned(claims: object): string;
  /** HS256, with the published key's own text as its secret. */
  signedWithPublicKey(claims: object): string;
  /** How often the keys were asked for. */
  keyRequests(): number;
  /** The discovery document of this path names keys elsewhere. */
  misleadAt(path: string, jwksUri: string): void;
  stop(): Promise<void>;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startSigningIssuers(): Promise<SigningIssuers> {
  const kid = randomUUID();
  const [own, foreign] = await Promise.all([generateKeyPair('RS256', { extractable: true }), generateKeyPair('RS256', { extractable: true })]);
  const jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid, alg: 'RS256', use: 'sig' }] };
  const pem = await exportSPKI(own.publicKey);
  const misled = new Map<string, string>();
  let asked = 0;
  const server = createServer((request, response) => {
    const [, path] = /^(.*)\/\.well-known\/openid-configuration$/.exec(request.url ?? '') ?? [];
    if (request.url === '/jwks') asked += 1;
    const document =
      request.url === '/jwks' ? jwks : path === undefined ? undefined : { issuer: `${origin}${path}`, jwks_uri: misled.get(path) ?? `${origin}/jwks` };
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuers have no port');
  const origin = `http://127.0.0.1:${String(address.port)}`;
  const usual = { alg: 'RS256', typ: 'JWT', kid };
  return {
    origin,
    at: (path) => `${origin}/${path}`,
    sign: async (claims, header = {}) => await new SignJWT({ ...claims }).setProtectedHeader({ ...usual, ...header }).sign(own.privateKey),
    forge: async (claims, header = {}) => await new SignJWT({ ...claims }).setProtectedHeader({ ...usual, ...header }).sign(foreign.privateKey),
    unsigned: (claims) => `${part({ ...usual, alg: 'none' })}.${part(claims)}.`,
    signedWithPublicKey: (claims) => {
      const head = `${part({ ...usual, alg: 'HS256' })}.${part(claims)}`;
      return `${head}.${createHmac('sha256', pem).update(head).digest('base64url')}`;
    },
    keyRequests: () => asked,
    misleadAt: (path, jwksUri) => void misled.set(`/${path}`, jwksUri),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
