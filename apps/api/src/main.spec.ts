import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createTestDatabase,
  killRunningProcesses,
  seedTwoOrganizations,
  startProcess,
  startTestIssuer,
  withinASecond,
  type SeededOrganization,
  type TestDatabase,
  type TestIssuer,
  type TestProcess,
} from '@vitrine/testing';
import { freshKey, send, testPepper, testRequestKey } from './testing/api-under-test.js';

/** The built program, in processes of its own. */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const environment = (): Record<string, string> => ({
  VITRINE_PORT: '0',
  VITRINE_DATABASE_URL: database.url('vitrine_api'),
  VITRINE_QUEUE_DATABASE_URL: database.url('vitrine_queue'),
  VITRINE_OIDC_ISSUERS: JSON.stringify([{ issuer: issuer.issuer, audience: 'vitrine' }]),
  VITRINE_TOKEN_PEPPERS: JSON.stringify([{ id: testPepper.id, key: testPepper.key.toString('base64') }]),
  VITRINE_REQUEST_KEY: testRequestKey.toString('base64'),
  VITRINE_ALLOW_LOOPBACK_ISSUER: 'true',
});

let database: TestDatabase;
let issuer: TestIssuer;
let acme: SeededOrganization;
let token: string;

interface Api {
  readonly process: TestProcess;
  readonly url: string;
  readonly metricsUrl: string;
}
async function start(args: string[] = []): Promise<Api> {
  const process = await startProcess(program, { args, env: environment(), readyLine: /"port":(\d+),"metricsPort":(\d+)/ });
  const [, port, metricsPort] = process.ready ?? [];
  return { process, url: `http://127.0.0.1:${String(port)}`, metricsUrl: `http://127.0.0.1:${String(metricsPort)}/metrics` };
}

beforeAll(async () => {
  execFileSync(`${root}/node_modules/.bin/tsc`, ['-b', 'apps/api'], { cwd: root });
  [database, issuer] = await Promise.all([createTestDatabase(), startTestIssuer()]);
  ({ acme } = await seedTwoOrganizations(database, { issuer: issuer.issuer }));
  token = await issuer.mint({ subject: acme.members.owner.subject, claims: { org_id: acme.claim.value } });
}, 180_000);
afterAll(async () => {
  await killRunningProcesses();
  await issuer.stop();
  await database.drop();
});

describe('the API process', () => {
  it('keeps nothing: a caller who alternates between two processes, one of them killed midway, notices nothing', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const made = await send(one.url, 'POST', '/v1/api-tokens', {
      token,
      body: { name: 'ci', scopes: ['vitrine.members.read'], lifetimeDays: 1 },
    });
    const apiToken = String(made.body['token']);
    const headers = { 'idempotency-key': freshKey() };
    const body = { issuer: issuer.issuer, subject: 'once', role: 'viewer' };
    const first = await send(one.url, 'POST', '/v1/members', { token, headers, body });
    const replay = await send(two.url, 'POST', '/v1/members', { token, headers, body });
    expect([first.status, replay.status, replay.text]).toEqual([201, 201, first.text]);
    const page = await send(one.url, 'GET', '/v1/members?limit=2', { token: apiToken });
    await one.process.kill('SIGKILL');
    const next = await send(two.url, 'GET', `/v1/members?limit=2&cursor=${String(page.body['nextCursor'])}`, { token: apiToken });
    expect([next.status, (next.body['items'] as unknown[]).length]).toEqual([200, 2]);
    const etag = first.headers.get('etag') ?? '';
    expect(
      (await send(two.url, 'PATCH', `/v1/members/${String(first.body['id'])}`, { token, headers: { 'if-match': etag }, body: { role: 'analyst' } })).status,
    ).toBe(200);
    await two.process.kill();
  });

  it('a token revoked by one process is refused by the other within a second', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    const made = await send(one.url, 'POST', '/v1/api-tokens', { token, body: { name: 'ci', scopes: ['vitrine.organization.read'], lifetimeDays: 1 } });
    const apiToken = String(made.body['token']);
    expect((await send(two.url, 'GET', '/v1/organization', { token: apiToken })).status).toBe(200);
    expect((await send(one.url, 'DELETE', `/v1/api-tokens/${String(made.body['id'])}`, { token })).status).toBe(204);
    const refused = await withinASecond(
      () => send(two.url, 'GET', '/v1/organization', { token: apiToken }),
      (answer) => answer.status !== 200,
    );
    expect([refused.status, refused.body['code']]).toEqual([401, 'token-revoked']);
    const here = await send(one.url, 'GET', '/v1/organization', { token: apiToken });
    expect([here.status, here.body['code']]).toEqual([401, 'token-revoked']);
    await Promise.all([one.process.kill(), two.process.kill()]);
  });

  it('drains on SIGTERM and ends with 0; its output holds no token and no password', async () => {
    const api = await start();
    expect((await send(api.url, 'GET', '/readyz', {})).body).toEqual({ status: 'ready', database: 'up', queue: 'up' });
    expect((await send(api.url, 'GET', '/v1/organization', { token })).status).toBe(200);
    expect(await (await fetch(api.metricsUrl, { headers: { connection: 'close' } })).text()).toContain(
      'vitrine_http_request_seconds_count{method="GET",route="/v1/organization",status="200"} 1',
    );
    expect(await api.process.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(api.process.output()).toMatch(/"traceId":"[0-9a-f]{32}".*"route":"\/v1\/organization".*"msg":"answered"/);
    expect(api.process.output()).not.toContain('droppedFields');
    expect(api.process.output()).not.toContain(token.slice(-40));
    expect(api.process.output()).not.toContain(new URL(database.url('vitrine_api')).password);
  });

  it('with --exit-with-parent it ends when stdin does, so that no orphan keeps the port', async () => {
    const api = await start(['--exit-with-parent']);
    api.process.endInput();
    expect(await api.process.ended).toEqual({ code: 0, signal: null });
  });

  it('does not start with a wrong configuration, and names every variable and no value', async () => {
    const broken = await startProcess(program, { env: { ...environment(), VITRINE_DATABASE_URL: 'mysql://hunter2', VITRINE_PORT: 'many' } });
    expect((await broken.ended).code).toBe(1);
    expect(broken.output()).toMatch(/config-invalid: .*VITRINE_PORT: not a whole number.*VITRINE_DATABASE_URL: not a postgres/s);
    expect(broken.output()).not.toContain('hunter2');
  });
});
