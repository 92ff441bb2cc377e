import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { startLocalIssuer, type LocalIssuer } from './local-issuer.js';
import { AUDIENCE, CLI_CLIENT_ID, CLIENT_ID } from './issuer-configuration.js';
import { signInAsPersona } from './sign-in.js';

const persona = { subject: 'ada', email: 'ada@vitrine.test', password: 'correct horse', organizationClaim: 'org_acme' };
let issuer: LocalIssuer;

beforeAll(async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const privateJwk = { ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  issuer = await startLocalIssuer({ persona, privateJwk, cookieKey: 'cookie-key', preferredPort: null, apiUrl: () => 'http://127.0.0.1:1' });
});
afterAll(async () => {
  await issuer.stop();
});

describe('the local issuer of the embedded start', () => {
  it('signs its persona in by code and PKCE and gives an RFC 9068 token of the organization', async () => {
    const token = await signInAsPersona(issuer.issuer, persona.email, persona.password);
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(`${issuer.issuer}/jwks`)), {
      issuer: issuer.issuer,
      audience: AUDIENCE,
      algorithms: ['RS256'],
      typ: 'at+jwt',
    });
    expect(protectedHeader.kid).toBe('one');
    expect(payload).toMatchObject({ sub: 'ada', org_id: 'org_acme', email: 'ada@vitrine.test' });
  });

  it('gives nothing for a wrong password, and stops answering guesses', async () => {
    for (let guess = 0; guess < 12; guess += 1) await expect(signInAsPersona(issuer.issuer, persona.email, 'wrong')).rejects.toThrow('refused the persona');
    await expect(signInAsPersona(issuer.issuer, persona.email, persona.password)).rejects.toThrow('refused the persona');
  });

  it('refuses a code flow without PKCE, and a redirect to anywhere but its own page', async () => {
    const ask = async (changes: Record<string, string>): Promise<string> => {
      const query = new URLSearchParams({
        client_id: CLIENT_ID,
        response_type: 'code',
        scope: 'openid',
        redirect_uri: `${issuer.issuer}/signed-in`,
        state: 's',
        ...changes,
      });
      const response = await fetch(`${issuer.issuer}/auth?${query.toString()}`, { redirect: 'manual' });
      return `${String(response.status)} ${response.headers.get('location') ?? ''}`;
    };
    expect(await ask({})).toMatch(/^303 .*error=invalid_request.*PKCE/);
    expect(await ask({ redirect_uri: 'https://elsewhere.test/', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' })).toMatch(/^400 $/);
  });

  it('MC-03: lets the command line in as a native public client, back to any port of loopback, with PKCE alone and never without', async () => {
    const ask = async (changes: Record<string, string>): Promise<string> => {
      const query = new URLSearchParams({
        client_id: CLI_CLIENT_ID,
        response_type: 'code',
        scope: 'openid',
        state: 's',
        redirect_uri: 'http://127.0.0.1:53124/callback',
        ...changes,
      });
      const response = await fetch(`${issuer.issuer}/auth?${query.toString()}`, { redirect: 'manual' });
      return `${String(response.status)} ${response.headers.get('location') ?? ''}`;
    };
    const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    expect(await ask(challenge)).toMatch(/^303 \/interaction\//);
    expect(await ask({})).toMatch(/^303 http:\/\/127\.0\.0\.1:53124\/callback\?.*PKCE/);
    expect(await ask({ ...challenge, code_challenge_method: 'plain' })).toMatch(/error=invalid_request/);
    expect(await ask({ ...challenge, redirect_uri: 'http://elsewhere.test:53124/callback' })).toMatch(/^400 $/);
  });

  it('takes no code that this browser did not begin', async () => {
    const response = await fetch(`${issuer.issuer}/signed-in?code=stolen&state=foreign`);
    expect(response.status).toBe(400);
  });
});
