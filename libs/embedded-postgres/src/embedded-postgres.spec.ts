import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { identityOf } from './process-identity.js';
import { reachableBy } from './server-user.js';

async function ask(server: EmbeddedPostgres, sql: string, user = 'postgres'): Promise<unknown[]> {
  const client = new Client(server.url(user, 'postgres'));
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** An orphan in a container whose first process reaps nobody stays as a zombie: it is gone all the same. */
const alive = (pid: number): boolean => identityOf(pid) !== 'gone';

describe('the embedded Postgres', () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await startEmbeddedPostgres();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('listens on loopback alone, without a socket file', async () => {
    expect(await ask(server, `select current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as sockets`)).toEqual([
      { listen: '127.0.0.1', sockets: '' },
    ]);
  });

  it('never runs as root and cannot rewrite its own program', () => {
    const owner = statSync(`/proc/${server.pid}`).uid;
    expect(owner).not.toBe(0);
    if (process.getuid?.() === 0) expect(statSync(join(server.folder, 'binaries', 'bin', 'postgres')).uid).toBe(0);
  });

  it('refuses a login without the password of this server', async () => {
    const url = new URL(server.url('postgres', 'postgres'));
    url.password = 'postgres';
    const client = new Client(url.href);
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps bind parameters out of its log, even those of a failing statement', async () => {
    const client = new Client(server.url('postgres', 'postgres'));
    await client.connect();
    await expect(client.query('select ($1::text || $2::text)::integer', ['CANARY_', 'in-the-log'])).rejects.toMatchObject({ code: '22P02' });
    await client.end();
    await server.restart('fast');
    const log = readFileSync(server.logFile, 'utf8');
    expect(log).toContain('STATEMENT:');
    // The message quotes the value that could not be read; only the parameter list must not repeat it.
    expect(log).not.toContain('parameters: $1');
  });

  it('recovers what was committed after a crash, on the same port', async () => {
    await ask(server, 'create table kept as select 1 as n');
    const before = server.pid;
    await server.restart('immediate');
    expect(server.pid).not.toBe(before);
    expect(await ask(server, 'select n from kept')).toEqual([{ n: 1 }]);
  });
});

describe('a stopped server', () => {
  it('leaves no process and no folder, and stopping twice is harmless', async () => {
    const server = await startEmbeddedPostgres();
    const { pid, folder } = server;
    await Promise.all([server.stop(), server.stop()]);
    expect(alive(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves no process and no folder when its parent is killed by SIGKILL', async () => {
    const source = new URL('./embedded-postgres.ts', import.meta.url).href;
    const program = `import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => next(context.parentURL?.endsWith('.ts') ? name.replace(/^(\\..*)\\.js$/, '$1.ts') : name, context) });
      const { startEmbeddedPostgres } = await import(${JSON.stringify(source)});
      const server = await startEmbeddedPostgres();
      console.log(JSON.stringify({ pid: server.pid, folder: server.folder }));
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const started = await new Promise<{ pid: number; folder: string }>((resolve) =>
      parent.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()))),
    );
    // The server inherits nothing that tells us of its end, but its log's folder goes last.
    parent.kill('SIGKILL');
    for (let patience = 200; patience > 0 && existsSync(started.folder); patience -= 1) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(alive(started.pid)).toBe(false);
    expect(existsSync(started.folder)).toBe(false);
  });
});

describe('a persistent server', () => {
  let base: string;
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'vitrine-spec-'));
  });
  afterAll(() => {
    rmSync(base, { recursive: true, force: true });
  });

  it('keeps data and passwords, syncs to disk, and starts again where it was', async () => {
    // mkdtemp makes 0700 folders: as root this is also the clone below a private folder.
    const options = { persistentFolder: join(base, 'kept') };
    const first = await startEmbeddedPostgres(options);
    await ask(first, 'create table kept as select 7 as n');
    expect(await ask(first, `select current_setting('fsync') as fsync`)).toEqual([{ fsync: 'on' }]);
    await first.stop();

    const second = await startEmbeddedPostgres(options);
    try {
      expect(await ask(second, 'select n from kept')).toEqual([{ n: 7 }]);
      expect(second.secret).toBe(first.secret);
      await expect(startEmbeddedPostgres(options)).rejects.toMatchObject({ code: 'already-running' });
    } finally {
      await second.stop();
      if (second.folder !== options.persistentFolder) rmSync(second.folder, { recursive: true });
    }
    expect(statSync(base).mode & 0o777).toBe(0o700);
  });

  it('takes over from a supervisor that died, stopping the server it left', async () => {
    const options = { persistentFolder: join(base, 'orphaned') };
    const first = await startEmbeddedPostgres(options);
    const supervisor = Number(/"pid":(\d+)/.exec(readFileSync(join(first.folder, 'owner.json'), 'utf8'))?.[1]);
    process.kill(supervisor, 'SIGKILL');
    await first.stop();
    expect(alive(first.pid)).toBe(true);
    const second = await startEmbeddedPostgres(options);
    expect(alive(first.pid)).toBe(false);
    await second.stop();
    if (second.folder !== options.persistentFolder) rmSync(second.folder, { recursive: true });
  });

  it('never believes a pid file that names somebody else', async () => {
    const options = { persistentFolder: join(base, 'reused') };
    const first = await startEmbeddedPostgres(options);
    await first.stop();
    // After a reboot the number in the file may be anybody's: here it is ours.
    writeFileSync(join(first.folder, 'data', 'postmaster.pid'), `${process.pid}\n`);
    await startEmbeddedPostgres(options).then(
      (second) => second.stop(),
      () => undefined,
    );
    expect(alive(process.pid)).toBe(true);
    if (first.folder !== options.persistentFolder) rmSync(first.folder, { recursive: true });
  });
});

describe('where the server may live', () => {
  it('is not below a folder that its user cannot pass', () => {
    const base = mkdtempSync(join(tmpdir(), 'vitrine-spec-'));
    const stranger = { uid: 65534, gid: 65534 };
    expect(reachableBy(stranger, join(base, 'pg'))).toBe(process.getuid?.() === stranger.uid);
    expect(reachableBy(stranger, join(tmpdir(), 'pg'))).toBe(true);
    rmSync(base, { recursive: true });
  });
});
