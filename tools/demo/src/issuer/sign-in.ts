/** Signs the persona in the way a browser does, so that the demo's own start proves the login it prints. */
export async function signInAsPersona(issuer: string, login: string, password: string): Promise<string> {
  const cookies = new Map<string, string>();
  const visit = async (target: string, form?: URLSearchParams): Promise<{ readonly next: string | null; readonly text: string; readonly url: string }> => {
    const url = new URL(target, issuer);
    // A redirect to anywhere else would carry the password along.
    if (url.origin !== issuer) throw new Error('the issuer sent us elsewhere');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return { next: response.headers.get('location'), text: await response.text(), url: url.pathname };
  };

  let page = await visit('/');
  // Eight hops are twice what the flow has; a loop would be a fault of ours.
  for (let hop = 0; hop < 8; hop += 1) {
    if (page.next !== null) page = await visit(page.next);
    else if (page.url.startsWith('/interaction/')) page = await visit(page.url, new URLSearchParams({ login, password }));
    else break;
  }
  const token = /<textarea id="token"[^>]*>([\w.-]+)<\/textarea>/.exec(page.text)?.[1];
  if (token === undefined) throw new Error('the issuer refused the persona');
  return token;
}
