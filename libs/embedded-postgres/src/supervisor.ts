/**
 * A process that owns one Postgres server. It imports Node alone, so that it runs from source and from dist,
 * and ends the server when its stdin ends: no way of dying of the parent, not even SIGKILL, leaves a server behind.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, createWriteStream, existsSync, mkdirSync, rmSync, writeFileSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { StartPlan, StopMode, SupervisorAnswer, SupervisorCommand } from './supervisor-protocol.js';

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
const PATIENCE_MS = 10_000;
const READY = 'database system is ready to accept connections';

let plan: StartPlan | undefined;
let server: ChildProcess | undefined;
let log: WriteStream | undefined;

/** Postgres and initdb see no variable of ours: an inherited PGDATA or LD_PRELOAD would be theirs to obey. */
const environment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

function identity(of: StartPlan): { uid?: number; gid?: number } {
  return of.uid === null || of.gid === null ? {} : { uid: of.uid, gid: of.gid };
}

function writeForServer(of: StartPlan, file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  if (of.uid !== null && of.gid !== null) chownSync(file, of.uid, of.gid);
}

async function initialise(of: StartPlan): Promise<void> {
  const data = join(of.folder, 'data');
  if (existsSync(join(data, 'PG_VERSION'))) return;
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  chmodSync(data, 0o700);
  if (of.uid !== null && of.gid !== null) chownSync(data, of.uid, of.gid);
  const passwordFile = join(of.folder, 'superuser-password');
  writeForServer(of, passwordFile, of.superuserPassword);
  const flags = ['-D', data, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
  // The builtin provider sorts alike on every machine and needs no locale of the operating system.
  flags.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  if (!of.durable) flags.push('--no-sync');
  try {
    await run(of, join(of.binaries, 'bin', 'initdb'), flags);
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function run(of: StartPlan, program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: of.folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'], ...identity(of) });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) => (status === 0 ? resolve() : reject(new Error(`${program} exited ${status}: ${said.slice(-2000)}`))));
  });
}

function configure(of: StartPlan): string[] {
  const data = join(of.folder, 'data');
  const client = of.tls === null ? 'host' : 'hostssl';
  const certificate = of.tls?.clientAuthority === undefined ? '' : ' clientcert=verify-ca';
  writeForServer(of, join(data, 'pg_hba.conf'), `${client} all all 127.0.0.1/32 scram-sha-256${certificate}\n`);
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(of.port),
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Bind parameters carry credentials and customers' data: they never reach the log, not even with an error.
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    ...(of.durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
    ...of.settings,
  };
  if (of.tls !== null) {
    writeForServer(of, join(data, 'server.crt'), of.tls.certificate);
    writeForServer(of, join(data, 'server.key'), of.tls.key);
    Object.assign(settings, { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' });
    if (of.tls.clientAuthority !== undefined) {
      writeForServer(of, join(data, 'clients.crt'), of.tls.clientAuthority);
      settings['ssl_ca_file'] = 'clients.crt';
    }
  }
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function launch(of: StartPlan): Promise<SupervisorAnswer> {
  const args = ['-D', join(of.folder, 'data'), ...configure(of)];
  log ??= createWriteStream(join(of.folder, 'server.log'), { flags: 'a', mode: 0o600 });
  const child = spawn(join(of.binaries, 'bin', 'postgres'), args, { cwd: of.folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'], ...identity(of) });
  server = child;
  return new Promise((resolve) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log?.write(chunk);
      if (said === READY) return;
      said += chunk.toString();
      if (!said.includes(READY)) return;
      said = READY;
      // A child that spoke has a pid.
      resolve({ answer: 'ready', pid: child.pid ?? 0 });
    });
    child.once('error', (error) => resolve({ answer: 'failed', code: 'start-failed', message: error.message }));
    child.once('exit', (status) => {
      if (server === child) server = undefined;
      const code = said.includes('Address already in use') ? 'port-taken' : 'start-failed';
      resolve({ answer: 'failed', code, message: `postgres exited ${status}: ${said.slice(-2000)}` });
    });
  });
}

async function stop(mode: StopMode): Promise<void> {
  const child = server;
  if (child === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(SIGNALS[mode]);
  const impatience = setTimeout(() => child.kill('SIGQUIT'), PATIENCE_MS);
  await gone;
  clearTimeout(impatience);
}

async function start(wanted: StartPlan): Promise<SupervisorAnswer> {
  plan = wanted;
  try {
    await initialise(wanted);
    return await launch(wanted);
  } catch (error) {
    return { answer: 'failed', code: 'start-failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function obey(command: SupervisorCommand): Promise<SupervisorAnswer> {
  switch (command.command) {
    case 'start':
      return await start(command);
    case 'stop':
      await stop(command.mode);
      return { answer: 'stopped' };
    case 'restart':
      await stop(command.mode);
      return plan === undefined ? { answer: 'failed', code: 'start-failed', message: 'never started' } : await launch(plan);
    default:
      return command satisfies never;
  }
}

let leaving = false;
async function leave(): Promise<void> {
  if (leaving) return;
  leaving = true;
  await stop('fast');
  if (plan?.temporary === true) rmSync(plan.folder, { recursive: true, force: true });
  process.exit(0);
}

// A parent that is gone reads no answers; its absence is handled by the end of stdin, not by EPIPE.
process.stdout.on('error', () => undefined);
process.on('SIGTERM', () => void leave());
process.on('SIGINT', () => void leave());
process.on('SIGHUP', () => undefined);

let last: Promise<unknown> = Promise.resolve();
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  // JSON of our own parent over a private pipe: its type is the protocol's.
  const command = JSON.parse(line) as SupervisorCommand;
  last = last.then(async () => {
    process.stdout.write(`${JSON.stringify(await obey(command))}\n`);
  });
});
lines.on('close', () => void last.finally(() => void leave()));
