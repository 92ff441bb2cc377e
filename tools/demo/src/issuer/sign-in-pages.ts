import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CLIENT_ID } from './issuer-configuration.js';
import { escapeText, sendPage, type Page } from './page.js';

const COOKIE = 'vitrine_sign_in';
const tokensSchema = z.object({ access_token: z.string() });

/** The client side of the code flow with PKCE: `/` begins it, `/signed-in` ends it and shows the person his access token. */
export function signInPages({ issuer, apiUrl }: { readonly issuer: string; readonly apiUrl: () => string }): (pathname: string) => Page | null {
  const verifiers = new Map<string, string>();

  const begin: Page = async (_request, response) => {
    const [state, verifier] = [randomBytes(24).toString('base64url'), randomBytes(48).toString('base64url')];
    verifiers.set(state, verifier);
    // Begun and never ended sign-ins must not grow for ever.
    for (const old of [...verifiers.keys()].slice(0, -100)) verifiers.delete(old);
    const query = new URLSearchParams({ client_id: CLIENT_ID, response_type: 'code', scope: 'openid', redirect_uri: `${issuer}/signed-in`, state });
    query.set('code_challenge', createHash('sha256').update(verifier).digest('base64url'));
    query.set('code_challenge_method', 'S256');
    response.writeHead(303, {
      location: `/auth?${query.toString()}`,
      'set-cookie': `${COOKIE}=${state}; HttpOnly; SameSite=Lax; Path=/signed-in`,
      'cache-control': 'no-store',
    });
    response.end();
    await Promise.resolve();
  };

  const end: Page = async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', issuer);
    const state = searchParams.get('state') ?? '';
    const verifier = verifiers.get(state);
    // Attack: a code of somebody else's sign-in, brought in by a link; this browser's cookie does not know its state.
    if (verifier === undefined || !(request.headers.cookie ?? '').split('; ').includes(`${COOKIE}=${state}`)) throw new Error('not begun here');
    verifiers.delete(state);
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      redirect: 'error',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: CLIENT_ID,
        code: searchParams.get('code') ?? '',
        redirect_uri: `${issuer}/signed-in`,
        code_verifier: verifier,
      }),
    });
    const { access_token: token } = tokensSchema.parse(await answer.json());
    const api = escapeText(apiUrl());
    sendPage(
      response,
      200,
      'Signed in',
      `<p>This access token is good for one hour. Whoever has it is you: do not paste it anywhere but here.</p>
<p><label>Access token<br><textarea id="token" readonly rows="8" cols="80">${escapeText(token)}</textarea></label></p>
<p>Look further at <a href="${api}/docs">${api}/docs</a> (press Authorize and paste it), or:</p><pre>curl -H "authorization: Bearer $TOKEN" ${api}/v1/findings</pre>`,
    );
  };
  return (pathname) => (pathname === '/' ? begin : pathname === '/signed-in' ? end : null);
}
