import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { z } from 'zod';
import type { CliContext } from '../cli-context.js';
import { runCommandLine } from '../program.js';
import { toolRunner } from '../own-account/run-tool.js';

/** A public client's issuer: what it was asked, so that MC-T03 and MC-T20 can be read off it. */
interface Issuer {
  readonly url: string;
  /** `application/x-www-form-urlencoded` as it came. */
  readonly tokenRequests: URLSearchParams[];
  /** What the id token says besides. */
  nonce: string;
  accessToken: string;
  stop(): Promise<void>;
}

let issuer: Issuer;
let folder: string;
let signal: AbortSignal;

async function startIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  expect((await exportJWK(publicKey)).kty).toBe('RSA');
  const tokenRequests: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      response.setHeader('content-type', 'application/json');
      if (request.url === '/.well-known/openid-configuration')
        return response.end(JSON.stringify({ issuer: state.url, authorization_endpoint: `${state.url}/authorize`, token_endpoint: `${state.url}/token` }));
      tokenRequests.push(new URLSearchParams(body));
      const idToken = await new SignJWT({ nonce: state.nonce, aud: 'vitrine-cli', sub: 'ada' }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
      return response.end(JSON.stringify({ access_token: state.accessToken, id_token: idToken, token_type: 'Bearer', expires_in: 3600 }));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const state: Issuer = {
    url: `http://127.0.0.1:${String(port)}`,
    tokenRequests,
    nonce: '',
    accessToken: 'opaque-access-token',
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return state;
}

beforeEach(async () => {
  issuer = await startIssuer();
  signal = AbortSignal.timeout(10_000);
  folder = mkdtempSync(join(tmpdir(), 'vitrine-login-'));
});
afterEach(async () => {
  await issuer.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command; `browser` gets the address that the person is shown, and what it returns the browser visits. */
async function login(browser: (authorize: URL) => string[], ...options: string[]): Promise<{ code: number; err: string; answers: number[]; authorize: URL }> {
  let err = '';
  const answers: number[] = [];
  const visits: Promise<void>[] = [];
  let authorize = new URL('http://127.0.0.1/');
  const context: CliContext = {
    environment: { VITRINE_URL: 'https://vitrine.test' },
    workingFolder: folder,
    homeFolder: folder,
    out: () => undefined,
    err: (said) => {
      err += said;
      const [address] = /http:\/\/127\.0\.0\.1:\d+\/authorize\S+/.exec(said) ?? [];
      if (address === undefined) return;
      authorize = new URL(address);
      issuer.nonce = issuer.nonce === '' ? (authorize.searchParams.get('nonce') ?? '') : issuer.nonce;
      visits.push(
        (async () => {
          for (const url of browser(authorize)) answers.push((await fetch(url)).status);
        })(),
      );
    },
    isTTY: false,
    confirm: () => Promise.resolve(false),
    readInput: () => Promise.resolve(''),
    runTool: toolRunner({}),
    now: () => new Date('2026-11-22T10:00:00Z'),
    signal,
  };
  const code = await runCommandLine(['login', '--issuer', issuer.url, '--client-id', 'vitrine-cli', ...options], context);
  await Promise.all(visits);
  return { code, err, answers, authorize };
}

const back = (authorize: URL, changes: Readonly<Record<string, string>> = {}): string => {
  const url = new URL(authorize.searchParams.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ state: authorize.searchParams.get('state') ?? '', code: 'the-code', ...changes }))
    url.searchParams.set(name, value);
  return url.href;
};

describe('vitrine login', () => {
  it('MC-T03: a public client with PKCE: the request has a challenge S256, the exchange its verifier and no client secret', async () => {
    const { code, authorize } = await login((at) => [back(at)]);
    expect(code).toBe(0);
    const asked = Object.fromEntries(authorize.searchParams);
    expect(asked).toMatchObject({ response_type: 'code', client_id: 'vitrine-cli', code_challenge_method: 'S256', scope: 'openid' });
    expect(asked['redirect_uri']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const [exchange] = issuer.tokenRequests;
    const sent = Object.fromEntries(exchange ?? []);
    expect(Object.keys(sent).sort()).toEqual(['client_id', 'code', 'code_verifier', 'grant_type', 'redirect_uri']);
    expect(
      createHash('sha256')
        .update(sent['code_verifier'] ?? '')
        .digest('base64url'),
    ).toBe(asked['code_challenge']);
  });

  it('keeps the token for this person alone, and forgets it on logout', async () => {
    await login((at) => [back(at)]);
    const file = join(folder, '.vitrine', 'sign-in.json');
    expect([statSync(file).mode & 0o777, statSync(join(folder, '.vitrine')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      url: 'https://vitrine.test',
      issuer: issuer.url,
      token: 'opaque-access-token',
      expiresAt: '2026-11-22T11:00:00.000Z',
    });
    expect(readdirSync(join(folder, '.vitrine'))).toEqual(['sign-in.json']);
  });

  it('with MC-08’s two permissions Entra’s access token is Graph’s, so the id token is the one for us', async () => {
    issuer.accessToken = new UnsecuredJWT({ aud: '00000003-0000-0000-c000-000000000000' }).encode();
    const { authorize } = await login((at) => [back(at)], '--scope', 'openid User.ReadBasic.All');
    expect(authorize.searchParams.get('scope')).toBe('openid User.ReadBasic.All');
    expect(readFileSync(join(folder, '.vitrine', 'sign-in.json'), 'utf8')).not.toContain(issuer.accessToken);
  });

  it('takes no code that this sign-in did not begin, and goes on waiting for its own', async () => {
    const { code, answers } = await login((at) => [back(at, { state: 'foreign', code: 'stolen' }), back(at)]);
    expect([code, answers]).toEqual([0, [404, 200]]);
    expect(issuer.tokenRequests.map((sent) => sent.get('code'))).toEqual(['the-code']);
  });

  it('a request that is no address, as any page can make the browser send, does not end it', async () => {
    const { code, answers } = await login((at) => [`${new URL(back(at)).origin}//`, back(at)]);
    expect([code, answers]).toEqual([0, [404, 200]]);
  });

  it('interrupted before it waits, it does not wait: there is no second event of an interruption', async () => {
    signal = AbortSignal.abort(new Error('interrupted'));
    const { code } = await login(() => []);
    expect([code, readdirSync(folder)]).toEqual([130, []]);
  });

  it('refuses an id token of another sign-in, and keeps nothing', async () => {
    issuer.nonce = 'of-another';
    const { code } = await login((at) => [back(at)]);
    expect([code, readdirSync(folder)]).toEqual([2, []]);
  });
});
