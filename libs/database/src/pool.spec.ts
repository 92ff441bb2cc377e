import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, startPreparedServer, type PreparedServer, type TestDatabase } from '@vitrine/testing';
import { withClient } from './client.js';
import { isDatabaseUnavailable, sqlStateOf } from './database-errors.js';
import { parseDatabaseUrl } from './database-url.js';
import { createPool } from './pool.js';

describe('a pool', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  it('gives the server its limits and its name', async () => {
    const pool = createPool({
      url: database.url('vitrine_api'),
      applicationName: 'spec-limits',
      statementTimeoutMs: 1234,
      lockTimeoutMs: 567,
      idleInTransactionTimeoutMs: 890,
    });
    const { rows } = await pool.query(`select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name`);
    expect(rows).toEqual([{ statement: '1234ms', lock: '567ms', idle: '890ms', name: 'spec-limits' }]);
    await pool.end();
  });

  it('ends a statement that takes too long, with a state that a caller can tell', async () => {
    const pool = createPool({ url: database.url('vitrine_api'), applicationName: 'spec', statementTimeoutMs: 100 });
    const error: unknown = await pool.query('select pg_sleep(5)').catch((reason: unknown) => reason);
    expect([sqlStateOf(error), isDatabaseUnavailable(error)]).toEqual(['57014', false]);
    await pool.end();
  });

  it('survives the loss of a lent and of an idle connection', async () => {
    const lost: Error[] = [];
    const pool = createPool({ url: database.url('vitrine_api'), applicationName: 'spec-killed', max: 2, onIdleError: (error) => lost.push(error) });
    const kill = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'spec-killed'`;
    const client = await pool.connect();
    await database.poolFor('postgres').query(kill);
    // The loss may reach the client before or after its next statement, hence in three wordings.
    const error: unknown = await client.query('select 1').catch((reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
    client.release(true);
    expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    const gone = new Promise<void>((resolve) => pool.once('remove', () => resolve()));
    await database.poolFor('postgres').query(kill);
    await gone;
    expect(lost).toHaveLength(1);
    expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    await pool.end();
  });

  it('reads money as text and a date as the day it is, wherever the process stands', async () => {
    const { rows } = await database
      .poolFor('vitrine_api')
      .query(`select 20.52022672899::numeric(38, 18) as money, date '2026-11-22' as day, 9007199254740993::bigint as big`);
    expect(rows).toEqual([{ money: '20.520226728990000000', day: '2026-11-22', big: '9007199254740993' }]);
  });
});

describe('a database URL', () => {
  it('is read into its parts', () => {
    expect(parseDatabaseUrl('postgres://vitrine_api:p%40ss@[::1]:6543/vitrine')).toEqual({
      host: '::1',
      port: 6543,
      database: 'vitrine',
      user: 'vitrine_api',
      password: 'p@ss',
    });
    expect(parseDatabaseUrl('postgresql://vitrine_api@db/vitrine')).toMatchObject({ port: 5432, password: '' });
  });

  it.each([
    ['no URL', 'CANARY'],
    ['another scheme', 'mysql://CANARY:x@h/d'],
    ['no role', 'postgres://h/d'],
    ['no database', 'postgres://CANARY:x@h'],
    ['sslmode, which would override the TLS files', 'postgres://u:CANARY@h/d?sslmode=disable'],
  ])('with %s is refused by a message that holds nothing of it', (_, url) => {
    const refused = (): unknown => parseDatabaseUrl(url);
    expect(refused).toThrow(expect.objectContaining({ code: 'database-url-invalid', internal: expect.not.stringContaining('CANARY') }));
  });
});

describe('a pool over TLS', () => {
  let folder: string;
  let server: PreparedServer | undefined;
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-tls-'));
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    for (const authority of ['ours', 'foreign']) {
      openssl('req', '-x509', ...key, '-keyout', `${authority}-ca.key`, '-out', `${authority}-ca.crt`, '-subj', `/CN=${authority}`, '-days', '1');
    }
    writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1');
    for (const subject of ['server', 'client']) {
      openssl('req', ...key, '-keyout', `${subject}.key`, '-out', `${subject}.csr`, '-subj', `/CN=${subject}`);
      openssl(
        'x509',
        '-req',
        '-in',
        `${subject}.csr`,
        '-CA',
        'ours-ca.crt',
        '-CAkey',
        'ours-ca.key',
        '-CAcreateserial',
        '-out',
        `${subject}.crt`,
        '-days',
        '1',
        '-extfile',
        'san',
      );
    }
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('trusts the operator’s authority alone, shows its certificate where asked, and never falls back to plain', async () => {
    const read = (name: string): string => readFileSync(at(name), 'utf8');
    const certificate = { authorityFile: at('ours-ca.crt'), certificateFile: at('client.crt'), keyFile: at('client.key') };
    server = await startPreparedServer(
      { tls: { certificate: read('server.crt'), key: read('server.key'), clientAuthority: read('ours-ca.crt') } },
      certificate,
    );
    const url = server.url('vitrine_api', server.template);
    const encrypted = `select ssl from pg_stat_ssl where pid = pg_backend_pid()`;

    const pool = createPool({ url, applicationName: 'spec', tls: certificate });
    expect((await pool.query(encrypted)).rows).toEqual([{ ssl: true }]);
    await pool.end();

    const attempt = (tls?: { authorityFile: string; certificateFile?: string; keyFile?: string }): Promise<unknown> =>
      withClient({ url, ...(tls === undefined ? {} : { tls }) }, (client) => client.query(encrypted));
    await expect(attempt()).rejects.toMatchObject({ code: '28000' });
    await expect(attempt({ authorityFile: at('ours-ca.crt') })).rejects.toBeDefined();
    await expect(attempt({ ...certificate, authorityFile: at('foreign-ca.crt') })).rejects.toBeDefined();
  });
});
