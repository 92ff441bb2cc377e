import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { projectRoot } from './planted-bundle.js';

/** What the page does with each thing that a person typed; `null` where it fails, the reason beside. */
export interface PageAnswer {
  readonly bodies: readonly unknown[];
  readonly failure: string | null;
}

/** Seals what was typed and gives back only what it would send; the mutation sends what was typed. */
const script = (seals: boolean): string => `
  const answer = { bodies: [], failure: null };
  try {
    const { currentSealingKey, parseSealingKeySet, sealCredential } = await import('./vitrine-seal.mjs');
    const { jwks, typed } = await (await fetch('./typed.json')).json();
    for (const { credential, context } of typed) {
      const key = currentSealingKey(parseSealingKeySet(jwks), credential.kind, new Date());
      const { kind, ...members } = credential;
      answer.bodies.push(${seals ? '{ envelope: (await sealCredential({ credential, context, key })).envelope }' : '{ credential: members }'});
    }
  } catch (error) {
    answer.failure = String(error);
  }
  await fetch('./answer', { method: 'POST', body: JSON.stringify(answer) });
`;

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/**
 * Opens a page in a real browser under a policy without `unsafe-eval`, gives it what a person typed, and returns what it would send.
 * @param typed `jwks` as the API publishes it, and credentials with the rows they are for
 * @throws Error where there is no browser
 */
export async function sealInBrowser(typed: object, seals: boolean): Promise<PageAnswer> {
  if (chromium === undefined) throw new Error('NOT TESTED: sealing in a page needs chromium (apt-get install chromium)');
  execFileSync('npm', ['run', '-s', 'bundle', '-w', '@vitrine/crypto-seal'], { cwd: projectRoot, stdio: 'ignore' });
  const files: Readonly<Record<string, readonly [type: string, content: string]>> = {
    '/': ['text/html', '<!doctype html><meta charset="utf-8"><title>seal</title><script type="module" src="page.mjs"></script>'],
    '/page.mjs': ['text/javascript', script(seals)],
    '/vitrine-seal.mjs': ['text/javascript', await readFile(join(projectRoot, 'libs/crypto/seal/dist/browser/vitrine-seal.mjs'), 'utf8')],
    '/typed.json': ['application/json', JSON.stringify(typed)],
  };
  const answered = Promise.withResolvers<PageAnswer>();
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      // The page is ours; what it answers is of its script's form.
      void text(request).then((body) => answered.resolve(JSON.parse(body) as PageAnswer));
      response.end();
      return;
    }
    const [type, content] = files[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type, 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'" }).end(content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const profile = await mkdtemp(join(tmpdir(), 'vitrine-browser-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
  const browser = spawn(
    chromium,
    [
      ...flags,
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${String(address.port)}/`,
    ],
    { stdio: 'ignore' },
  );
  try {
    const late = AbortSignal.timeout(60_000);
    late.addEventListener('abort', () => answered.reject(new Error('the page did not answer in a minute')));
    browser.once('exit', () => answered.reject(new Error('the browser ended before the page answered')));
    return await answered.promise;
  } finally {
    if (browser.exitCode === null && browser.kill()) await once(browser, 'exit');
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
