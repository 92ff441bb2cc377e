import { createHash, timingSafeEqual } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import type { IssuerSettings } from './issuer-configuration.js';
import { escapeText, readForm, sendPage, type Page } from './page.js';

const TRIES_PER_MINUTE = 10;

/** Asks for the persona's password. Returns the page for a path, or null where the path is not ours. */
export function loginPages(provider: Provider, { persona }: IssuerSettings): (pathname: string) => Page | null {
  let failures: number[] = [];

  const form = (uid: string, complaint: string): string => `${complaint === '' ? '' : `<p role="alert">${complaint}</p>`}
<form method="post" action="/interaction/${escapeText(uid)}"><p><label>Login <input name="login" autocomplete="username" value="${escapeText(persona.email)}" required></label></p>
<p><label>Password <input type="password" name="password" autocomplete="current-password" required autofocus></label></p><p><button>Sign in</button></p></form>
<p>The password was shown in the terminal that runs the demo.</p>`;

  const page: Page = async (request, response) => {
    // Reads the interaction from its cookie: a link sent by somebody else begins nothing.
    const { uid } = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
      sendPage(response, 200, 'Sign in to Vitrine', form(uid, ''));
      return;
    }
    const given = await readForm(request);
    const now = Date.now();
    failures = failures.filter((at) => at > now - 60_000);
    // Attack: guessing, even from this machine.
    if (failures.length >= TRIES_PER_MINUTE) {
      sendPage(response, 429, 'Sign in to Vitrine', '<p>Too many tries. Wait a minute.</p>', { 'retry-after': '60' });
      return;
    }
    const known = same(given.get('login') ?? '', persona.email);
    if (!same(given.get('password') ?? '', persona.password) || !known) {
      failures.push(now);
      sendPage(response, 401, 'Sign in to Vitrine', form(uid, 'Login or password is wrong.'));
      return;
    }
    await provider.interactionFinished(request, response, { login: { accountId: persona.subject } }, { mergeWithLastSubmission: false });
  };
  return (pathname) => (/^\/interaction\/[\w-]+$/.test(pathname) ? page : null);
}

/** Of equal cost whatever is given. */
function same(given: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
