import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** An OIDC issuer on loopback that signs what a test asks for. */
export interface TestIssuer {
  readonly url: string;
  sign(claims: AssertionClaims): Promise<string>;
  stop(): Promise<void>;
}

export interface AssertionClaims {
  readonly subject: string;
  readonly audience: string;
  /** Signed with a key that the issuer does not publish. */
  readonly forged?: boolean;
  readonly expiresInSeconds?: number;
}

/** Starts an issuer with one published RS256 key. Stop it, or the process stays. */
export async function startIssuer(): Promise<TestIssuer> {
  const published = await generateKeyPair('RS256');
  const unpublished = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(published.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const server = createServer((request, response) => {
    const body = request.url === '/keys' ? { keys: [jwk] } : { issuer: url(), jwks_uri: `${url()}/keys` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = (): string => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${String(address.port)}` : '';
  };
  return {
    url: url(),
    sign: ({ subject, audience, forged = false, expiresInSeconds = 300 }) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(url())
        .setSubject(subject)
        .setAudience(audience)
        .setIssuedAt(now - 10)
        .setExpirationTime(now + expiresInSeconds)
        .sign(forged ? unpublished.privateKey : published.privateKey);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
