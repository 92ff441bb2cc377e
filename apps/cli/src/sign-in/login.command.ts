import { createServer, type Server } from 'node:http';
import type { Command } from 'commander';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../exit-codes.js';
import { beginSignIn, endSignIn, usualScope, type BegunSignIn, type PublicClient } from './authorization-code.js';
import { forgetSignIn, saveSignIn } from './saved-sign-in.js';
import { expectSafeUrl } from './safe-url.js';

const FIVE_MINUTES_MS = 300_000;
const PATH = '/callback';

interface LoginOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope?: string;
}

export function addLogin(program: Command, context: CliContext): void {
  program
    .command('login')
    .description('sign in through your browser; the token is kept for you alone, and VITRINE_TOKEN goes before it')
    .requiredOption('--issuer <url>', 'the issuer of your organization', context.environment['VITRINE_ISSUER'])
    .requiredOption('--client-id <id>', 'the public client that is registered there', context.environment['VITRINE_CLIENT_ID'])
    .option('--scope <scopes>', 'default: openid, and with Entra User.ReadBasic.All')
    .action(async (options: LoginOptions) => await login(context, options));
  program
    .command('logout')
    .description('forget the token of `vitrine login`')
    .action(() => forgetSignIn(context.homeFolder));
}

async function login(context: CliContext, { issuer, clientId, scope }: LoginOptions): Promise<void> {
  const url = context.environment['VITRINE_URL'];
  if (url === undefined || url === '') throw new UsageError('VITRINE_URL is not set: the address of your Vitrine, https://…');
  expectSafeUrl(url, 'VITRINE_URL');
  const server = createServer();
  const redirectUri = await listening(server);
  try {
    const client: PublicClient = { issuer, clientId, scope: scope ?? usualScope(expectSafeUrl(issuer, '--issuer').href), redirectUri };
    const begun = await beginSignIn(client);
    const answered = codeOf(server, begun, AbortSignal.any([context.signal, AbortSignal.timeout(FIVE_MINUTES_MS)]));
    context.err(`Open this address in your browser:\n${begun.authorizeUrl.href}\n`);
    const { token, expiresAt } = await endSignIn(client, begun, await answered, context.now());
    saveSignIn(context.homeFolder, { url, issuer, token, expiresAt: expiresAt.toISOString() });
    context.err(`signed in until ${expiresAt.toISOString()}\n`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** RFC 8252 §7.3: any free port of the loopback address itself, which no name resolution can turn elsewhere. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${String(address.port)}${PATH}`;
}

/** Waits for the browser to come back. Attack: a page that sends it here with a code of the attacker's; it does not know the state. */
async function codeOf(server: Server, { state }: BegunSignIn, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new UsageError('nobody signed in')), { once: true });
    server.on('request', (request, response) => {
      // Attack: any page may send the browser to a local port; `//` is no path of an address, and must not end the sign-in.
      const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
      const fits = url?.pathname === PATH && url.searchParams.get('state') === state;
      const code = url?.searchParams.get('code') ?? null;
      const text = !fits ? 'This is no sign-in of yours.' : code === null ? 'The sign-in was refused.' : 'Signed in. You can close this page.';
      response.writeHead(fits ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', connection: 'close' });
      response.end(`${text}\n`, () => {
        if (fits && code !== null) resolve(code);
        if (fits && code === null) reject(new UsageError('the issuer refused the sign-in'));
      });
    });
  });
}
