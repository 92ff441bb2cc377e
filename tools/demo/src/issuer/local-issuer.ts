import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { freePort } from '@vitrine/embedded-postgres';
import { issuerConfiguration, type IssuerSettings } from './issuer-configuration.js';
import { loginPages } from './login-pages.js';
import { signInPages } from './sign-in-pages.js';

export interface LocalIssuer {
  /** `http://127.0.0.1:port`: the `iss` of its tokens, and the page to sign in at. */
  readonly issuer: string;
  stop(): Promise<void>;
}

export type LocalIssuerOptions = Omit<IssuerSettings, 'issuer'> & {
  /** The port of the last start: the issuer's name should stay. A taken one is replaced. */
  readonly preferredPort: number | null;
  /** Where the signed-in person may look further; shown with the token. */
  readonly apiUrl: () => string;
};

/** The demo's own OIDC issuer on loopback: one persona, authorization code with PKCE, RFC 9068 access tokens. Its store is memory. */
export async function startLocalIssuer(options: LocalIssuerOptions): Promise<LocalIssuer> {
  const server = createServer();
  const port = await listen(server, options.preferredPort);
  const issuer = `http://127.0.0.1:${String(port)}`;
  const settings = { ...options, issuer };
  const provider = new Provider(issuer, issuerConfiguration(settings));
  const login = loginPages(provider, settings);
  const signIn = signInPages({ issuer, apiUrl: options.apiUrl });
  const callback = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    const page = login(pathname) ?? signIn(pathname);
    if (page === null) void callback(request, response);
    else page(request, response).catch(() => refuse(response));
  });
  return {
    issuer,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function refuse(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('This sign-in has ended. Begin again at the first page.\n');
}

async function listen(server: Server, preferred: number | null): Promise<number> {
  for (const port of [...(preferred === null ? [] : [preferred]), await freePort(), await freePort()]) {
    const taken = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(true) : reject(error)));
      server.listen(port, '127.0.0.1', () => resolve(false));
    });
    server.removeAllListeners('error');
    if (!taken) return port;
  }
  throw new Error('the issuer found no free port');
}
