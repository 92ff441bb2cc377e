import { join } from 'node:path';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '@vitrine/database';
import type { EmbeddedPostgres } from '@vitrine/embedded-postgres';
import { freePort, killRunningProcesses, redisAvailable, startProcess, startTestIssuer, type TestIssuer, type TestProcess } from '@vitrine/testing';
import { Redis } from 'ioredis';
import { composeFolder, type ComposedFolder } from './testing/composed-folder.js';
import { composedEnvironment, startComposed, type ComposedPorts } from './testing/composed-process.js';
import { startComposedPostgres, startComposedRedis, type ComposedRedis } from './testing/composed-servers.js';

/** docker-compose.yml run without Docker: its secrets, images, variables and commands, as processes of this machine. */
const composed = redisAvailable() ? describe : describe.skip;
const cloudWorkers = ['worker-aws', 'worker-azure', 'worker-gcp'] as const;
const resealers = ['reseal-aws', 'reseal-azure', 'reseal-gcp'] as const;
const READY = /"ready":true/;

composed('the composed machine', () => {
  let folder: ComposedFolder;
  let postgres: EmbeddedPostgres;
  let redis: ComposedRedis;
  let ports: ComposedPorts;
  let issuer: TestIssuer;
  const running = new Map<string, TestProcess>();
  const ended: TestProcess[] = [];
  let apiUrl = '';

  const processOf = (name: string): TestProcess => {
    const found = running.get(name);
    if (found === undefined) throw new Error(`${name} is not running`);
    return found;
  };
  const portOf = (name: string, member: string): string => new RegExp(`"${member}":(\\d+)`).exec(processOf(name).output())?.[1] ?? 'none';
  const tls = (): { authorityFile: string } => ({ authorityFile: folder.secretFile('tls_ca') });
  const send = async (method: string, path: string, token: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> => {
    const headers = { authorization: `Bearer ${token}`, connection: 'close', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(`${apiUrl}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    // The spec asserts what it uses of the body.
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  beforeAll(async () => {
    [folder, issuer] = await Promise.all([composeFolder(), startTestIssuer()]);
    [postgres, redis] = await Promise.all([startComposedPostgres(folder), startComposedRedis(folder)]);
    ports = { postgres: postgres.port, redis: redis.port };
    folder.fillIn('oidc_issuers', JSON.stringify([{ issuer: issuer.issuer, audience: 'vitrine' }]));
    const migrate = await startComposed(folder, 'migrate', ports);
    expect([(await migrate.ended).code, migrate.output()]).toEqual([0, expect.stringMatching(/is ready to migrate\napplied /)]);
    ended.push(migrate);
    // Nothing of these clouds is reached: the ports refuse.
    const refusing = `http://127.0.0.1:${String(await freePort())}`;
    const nowhere = { VITRINE_AWS_ENDPOINT: refusing, VITRINE_AZURE_AUTHORITY: refusing, VITRINE_AZURE_ARM_ENDPOINT: refusing, VITRINE_GCP_ENDPOINT: refusing };
    const start = async (name: string, more: Record<string, string>): Promise<void> =>
      void running.set(name, await startComposed(folder, name, ports, { more, readyLine: READY }));
    await Promise.all([
      start('api', { VITRINE_ALLOW_LOOPBACK_ISSUER: 'true' }),
      start('relay', {}),
      ...resealers.map((name) => start(name, {})),
      ...cloudWorkers.map((name) => start(name, nowhere)),
    ]);
    apiUrl = `http://127.0.0.1:${portOf('api', 'port')}`;
  }, 300_000);
  afterAll(async () => {
    await killRunningProcesses();
    await issuer?.stop();
    await redis?.stop();
    await postgres?.stop();
    folder?.remove();
  });

  it('is prepared once: the migrate step run again changes nothing and ends well', async () => {
    const again = await startComposed(folder, 'migrate', ports);
    expect([(await again.ended).code, again.output()]).toEqual([0, expect.stringContaining('up to date')]);
    ended.push(again);
  });

  it('is ready, alive and measured, each process by its own port', async () => {
    const text = async (url: string): Promise<[number, string]> => {
      const response = await fetch(url, { headers: { connection: 'close' } });
      return [response.status, await response.text()];
    };
    expect(await text(`${apiUrl}/readyz`)).toEqual([200, expect.stringContaining('"queue":"up"')]);
    expect((await text(`${apiUrl}/livez`))[0]).toBe(200);
    expect(await text(`http://127.0.0.1:${portOf('api', 'metricsPort')}/metrics`)).toEqual([200, expect.stringContaining('vitrine_http_request_seconds')]);
    for (const name of [...cloudWorkers, ...resealers, 'relay']) {
      const url = `http://127.0.0.1:${portOf(name, 'healthPort')}`;
      expect([name, (await text(`${url}/livez`))[0], (await text(`${url}/readyz`))[0], await text(`${url}/metrics`)]).toEqual([
        name,
        200,
        200,
        [200, expect.stringContaining('vitrine_')],
      ]);
    }
  });

  it('serves the docs page from the bundle’s own files', async () => {
    const response = await fetch(`${apiUrl}/docs`, { headers: { connection: 'close' } });
    expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(/swagger/i)]);
  });

  it('takes a first organization from the operator, signs its owner in, and gives a validation to the worker that holds that cloud’s key', async () => {
    const flags = ['--name', 'Acme', '--issuer', issuer.issuer, '--claim', 'org_id', '--value', 'acme', '--owner', 'ada'];
    const admin = await startProcess(join(folder.images.api, 'admin.mjs'), {
      args: ['create-organization', ...flags],
      env: composedEnvironment(folder, 'api', ports),
    });
    expect([(await admin.ended).code, admin.output()]).toEqual([0, expect.stringMatching(/^\{"organizationId":"[0-9a-f-]{36}"\}\n$/)]);
    const ada = await issuer.mint({ subject: 'ada', claims: { org_id: 'acme' } });
    const made = await send('POST', '/v1/api-tokens', ada, { name: 'ci', scopes: ['vitrine.connections.read', 'vitrine.connections.write'], lifetimeDays: 1 });
    expect(made.status).toBe(201);
    const token = String(made.body['token']);

    const connection = await send('POST', '/v1/connections', token, { name: 'azure', kind: 'azure.secret' });
    const path = `/v1/connections/${String(connection.body['id'])}`;
    const credential = {
      tenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      clientId: '9b2c7a10-5f0e-4a3e-8a51-4b7f1d3c2e90',
      clientSecret: 'CANARY-of-compose',
    };
    expect((await send('POST', `${path}/credentials`, token, { credential })).status).toBe(201);
    expect((await send('POST', `${path}/validate`, token)).status).toBe(202);

    // Three attempts, offered again by the relay, since nobody answers there; then the row says why.
    await processOf('worker-azure').line(/"outcome":"(buried|failed)"/, 60_000);
    const jobs = await withClient(
      { url: postgres.url('postgres', 'vitrine'), tls: tls() },
      async (client) => (await client.query(`select kind, queue, state, error_code from vitrine.job`)).rows,
    );
    expect(jobs).toEqual([{ kind: 'validate', queue: 'azure', state: 'failed', error_code: 'dead-letter' }]);
    for (const name of ['worker-aws', 'worker-gcp', 'relay'])
      expect([name, processOf(name).output()]).toEqual([name, expect.not.stringContaining('"kind":"validate"')]);
    expect(processOf('worker-azure').output()).not.toContain('CANARY');
  }, 120_000);

  it('refuses Postgres without TLS, and with TLS whoever has no password', async () => {
    for (const role of ['vitrine_api', 'postgres'])
      await expect(
        withClient({ url: postgres.url(role, role === 'postgres' ? role : 'vitrine') }, async (client) => await client.query('select 1')),
      ).rejects.toThrow();
    const wrong = new URL(postgres.url('vitrine_api', 'vitrine'));
    wrong.password = 'guess';
    await expect(withClient({ url: wrong.href, tls: tls() }, async (client) => await client.query('select 1'))).rejects.toThrow();
    wrong.password = folder.secret('api_password');
    expect(
      (await withClient({ url: wrong.href, tls: tls() }, async (client) => await client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')))
        .rows,
    ).toEqual([{ ssl: true }]);
  });

  it('refuses Redis without TLS, without a client certificate, and without the password', async () => {
    const quiet = { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, enableOfflineQueue: false } as const;
    const pong = async (options: object, scheme: string): Promise<string> => {
      const client = new Redis(`${scheme}://127.0.0.1:${String(ports.redis)}`, { ...quiet, ...options });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return await client.ping();
      } catch {
        return 'refused';
      } finally {
        client.disconnect();
      }
    };
    const ca = folder.secret('tls_ca');
    const certificate = { ca, cert: folder.secret('redis_client_cert'), key: folder.secret('redis_client_key') };
    const password = folder.secret('redis_password');
    expect(await pong({ password }, 'redis')).toBe('refused');
    expect(await pong({ password, tls: { ca } }, 'rediss')).toBe('refused');
    expect(await pong({ tls: certificate }, 'rediss')).toBe('refused');
    expect(await pong({ password, tls: certificate }, 'rediss')).toBe('PONG');
  });

  it('drains on SIGTERM: every process ends with 0 within its time, and none ever said a secret', async () => {
    const stopping = performance.now();
    const ends = await Promise.all([...running].map(async ([name, process]) => [name, await process.kill('SIGTERM')] as const));
    expect(new Map(ends)).toEqual(new Map([...running.keys()].map((name) => [name, { code: 0, signal: null }])));
    expect(performance.now() - stopping).toBeLessThan(25_000);
    const published = folder.secret('sealing_public');
    const secrets = readdirSync(join(folder.path, 'secrets'))
      .filter((file) => /password|_key|pepper|opening/.test(file))
      .flatMap((file) => readFileSync(join(folder.path, 'secrets', file), 'utf8').match(/[\w+/-]{40,}/g) ?? [])
      .filter((word) => !published.includes(word));
    expect(secrets.length).toBeGreaterThan(12);
    const said = [...running.values(), ...ended].map((process) => process.output()).join('') + readFileSync(postgres.logFile, 'utf8');
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
    for (const { pid } of running.values()) expect([pid, existsSync(`/proc/${String(pid)}`)]).toEqual([pid, false]);
  }, 60_000);
});
