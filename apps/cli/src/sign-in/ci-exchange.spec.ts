import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiHttp } from '@vitrine/api-client';
import { z } from 'zod';
import { AUDIT, CONNECTION, startApiStandIn, type ApiStandIn } from '../testing/api-stand-in.js';
import { runCli, type CliRun } from '../testing/cli-under-test.js';
import { exchangedTokens } from './exchanged-token.js';

const RULE = '019ab000-0000-7000-8000-0000000000e1';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: URLSearchParams;
}

/** The CI service and the token endpoint in one; everything else goes on to the API's stand-in. */
let api: ApiStandIn;
let front: { readonly url: string; readonly seen: Seen[]; stop(): Promise<void> };
let folder: string;
let expiresIn = 900;

async function startFront(): Promise<typeof front> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void answer(request).then(
      async ({ status, type, stream }) => {
        response.writeHead(status, { 'content-type': type });
        for await (const chunk of stream) response.write(chunk);
        response.end();
      },
      () => response.destroy(),
    );
  });
  const json = (value: unknown): { status: number; type: string; stream: AsyncIterable<unknown> | Iterable<unknown> } => ({
    status: 200,
    type: 'application/json',
    stream: [JSON.stringify(value)],
  });
  let tokens = 0;
  const answer = async (request: IncomingMessage) => {
    const [method, url] = [request.method ?? '', request.url ?? ''];
    const body = await text(request);
    seen.push({ method, url, authorization: request.headers.authorization ?? '', body: new URLSearchParams(body) });
    if (url.startsWith('/github-id-token')) return json({ value: `github-${String((tokens += 1))}` });
    if (url.startsWith('/azure-id-token')) return json({ oidcToken: 'azure-1' });
    if (url === '/v1/token') return json({ access_token: `vtr_for_${new URLSearchParams(body).get('subject_token') ?? ''}`, expires_in: expiresIn });
    const passed = await fetch(`${api.url}${url}`, { method, headers: { 'content-type': 'application/json' }, ...(body === '' ? {} : { body }) });
    return { status: passed.status, type: passed.headers.get('content-type') ?? '', stream: passed.body ?? [] };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${String(port)}`,
    seen,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

beforeEach(async () => {
  expiresIn = 900;
  api = await startApiStandIn({ findings: [] });
  front = await startFront();
  folder = mkdtempSync(join(tmpdir(), 'vitrine-ci-'));
});
afterEach(async () => {
  await front.stop();
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

const audit = async (environment: Readonly<Record<string, string>>, ...options: string[]): Promise<CliRun> =>
  await runCli(['audit', 'run', '--connection', CONNECTION, ...options], { environment: { VITRINE_URL: front.url, ...environment } });
const exchanges = (): Seen[] => front.seen.filter(({ url }) => url === '/v1/token');

describe('vitrine audit run in CI, without a stored secret', () => {
  it('GitHub: asks for an id token of our audience, exchanges it under the rule, and works with what it got', async () => {
    const environment = {
      VITRINE_TRUST_RULE: RULE,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${front.url}/github-id-token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner',
    };
    const { code, out } = await audit(environment);
    expect([code, out.trim()]).toEqual([0, AUDIT]);
    expect(front.seen[0]).toMatchObject({ url: `/github-id-token?v=1&audience=${encodeURIComponent(front.url)}`, authorization: 'Bearer runner' });
    expect(exchanges()).toHaveLength(1);
    expect(Object.fromEntries(exchanges()[0]?.body ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      subject_token: 'github-1',
      audience: RULE,
    });
    const rest = front.seen.filter(({ url }) => url.startsWith('/v1/') && url !== '/v1/token');
    expect(rest.length).toBeGreaterThan(1);
    expect(new Set(rest.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer vtr_for_github-1']));
  });

  it('Azure DevOps: the job’s own token asks for it; GitLab: the variable of the job; elsewhere: a file', async () => {
    await audit({ VITRINE_TRUST_RULE: RULE, SYSTEM_OIDCREQUESTURI: `${front.url}/azure-id-token`, SYSTEM_ACCESSTOKEN: 'job' });
    expect(front.seen[0]).toMatchObject({ method: 'POST', authorization: 'Bearer job' });
    await audit({ VITRINE_TRUST_RULE: RULE, VITRINE_ID_TOKEN: 'gitlab-1' });
    const file = join(folder, 'id-token');
    writeFileSync(file, 'file-1\n');
    await audit({}, '--trust-rule', RULE, '--id-token-file', file);
    expect(exchanges().map(({ body }) => body.get('subject_token'))).toEqual(['azure-1', 'gitlab-1', 'file-1']);
  });

  it('an audit that is longer than a quarter of an hour exchanges again, by a fresh id token', async () => {
    const clock = { now: new Date('2026-11-22T10:00:00Z') };
    let given = 0;
    const token = exchangedTokens({ url: front.url, trustRule: RULE, idToken: () => Promise.resolve(`id-${String((given += 1))}`), now: () => clock.now });
    const http = new ApiHttp({ url: front.url, token });
    const asked = async (): Promise<string | undefined> => {
      await http.send('GET', `/v1/connections/${CONNECTION}`);
      return front.seen.at(-1)?.authorization;
    };
    expect([await asked(), await asked()]).toEqual(['Bearer vtr_for_id-1', 'Bearer vtr_for_id-1']);
    clock.now = new Date('2026-11-22T10:14:30Z');
    expect([await asked(), given]).toEqual(['Bearer vtr_for_id-2', 2]);
  });

  it('2: a rule without an id token, or an API in clear, is a mistake that says what to do; a stored token goes first', async () => {
    const nothing = await audit({ VITRINE_TRUST_RULE: RULE });
    expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('id-token: write')]);
    const clear = await runCli(['audit', 'run', '--connection', CONNECTION], {
      environment: { VITRINE_URL: 'http://vitrine.test', VITRINE_TRUST_RULE: RULE, VITRINE_ID_TOKEN: 'x' },
    });
    expect([clear.code, front.seen]).toEqual([2, []]);
    await audit({ VITRINE_TOKEN: 'vtr_stored', VITRINE_TRUST_RULE: RULE });
    expect([exchanges(), front.seen[0]?.authorization]).toEqual([[], 'Bearer vtr_stored']);
  });

  it('what stands on the command line goes before a stored token, which else would do in silence what another was named for', async () => {
    const file = join(folder, 'id-token');
    writeFileSync(file, 'file-1\n');
    await audit({ VITRINE_TOKEN: 'vtr_stored' }, '--trust-rule', RULE, '--id-token-file', file);
    await audit({ VITRINE_TOKEN: 'vtr_stored', VITRINE_TRUST_RULE: RULE }, '--id-token-file', file);
    expect(exchanges().map(({ body }) => [body.get('audience'), body.get('subject_token')])).toEqual([
      [RULE, 'file-1'],
      [RULE, 'file-1'],
    ]);
    expect(front.seen.map(({ authorization }) => authorization)).not.toContain('Bearer vtr_stored');
  });

  it('2: an id token without the rule that it is for is a mistake, not a run by the stored token', async () => {
    const { code, err } = await audit({ VITRINE_TOKEN: 'vtr_stored' }, '--id-token-file', join(folder, 'id-token'));
    expect([code, err, front.seen]).toEqual([2, expect.stringContaining('--trust-rule'), []]);
  });
});
