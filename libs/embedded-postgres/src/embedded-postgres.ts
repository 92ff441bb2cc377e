import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { freePort } from './free-port.js';
import { postgresBinaries } from './postgres-binaries.js';
import { rolePassword } from './role-password.js';
import { keptFolder, signIn, temporaryFolder } from './server-folder.js';
import { serverUser } from './server-user.js';
import { SupervisorClient } from './supervisor-client.js';
import type { StopMode, TlsFiles } from './supervisor-protocol.js';

export interface EmbeddedPostgresOptions {
  /** Keeps the data in this folder (or a stand-in, see `folder`) for the next start. Default: a throw-away folder. */
  readonly persistentFolder?: string;
  /** fsync as a production server has it. Default: true with a persistent folder, else false. */
  readonly durable?: boolean;
  /** Further server settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** With TLS the server refuses plain connections. */
  readonly tls?: TlsFiles;
  /** Default: a free one. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Of the postmaster; changes with a restart. */
  readonly pid: number;
  readonly folder: string;
  readonly logFile: string;
  /** Derives every role's password, see `rolePassword`. */
  readonly secret: string;
  /** A connection URL; the password is that of the role on this server. `postgres` is the superuser. */
  url(role: string, database: string): string;
  /** Ends the server and its supervisor; a throw-away folder goes with them. Safe to call twice. */
  stop(): Promise<void>;
  /** `immediate` is a crash with recovery. Same port, same data. */
  restart(mode: StopMode): Promise<void>;
}

const PORT_ATTEMPTS = 5;

/**
 * Starts a real Postgres 18 on 127.0.0.1 and waits until it accepts connections.
 * @throws EmbeddedPostgresError `binaries-missing`, `folder-unsafe`, `already-running`, `port-taken`, `start-failed`, `supervisor-lost`
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const temporary = options.persistentFolder === undefined;
  const folder = options.persistentFolder === undefined ? await temporaryFolder(user) : await keptFolder(user, options.persistentFolder);
  const supervisor = new SupervisorClient();
  try {
    signIn(folder.path, supervisor.pid);
    const plan = {
      folder: folder.path,
      binaries: postgresBinaries(user, join(folder.path, 'binaries')),
      uid: user?.uid ?? null,
      gid: user?.gid ?? null,
      superuserPassword: rolePassword(folder.secret, 'postgres'),
      durable: options.durable ?? !temporary,
      temporary,
      settings: options.settings ?? {},
      tls: options.tls ?? null,
    };
    for (let attempt = 1; ; attempt += 1) {
      const port = options.port ?? (await freePort());
      const answer = await supervisor.ask({ command: 'start', ...plan, port });
      if (answer.answer === 'ready') return runningServer(supervisor, folder.path, folder.secret, port, answer.pid);
      const code = answer.answer === 'failed' ? answer.code : 'start-failed';
      // Between finding a free port and binding it, another process may have taken it.
      if (code === 'port-taken' && options.port === undefined && attempt < PORT_ATTEMPTS) continue;
      throw new EmbeddedPostgresError(code, answer.answer === 'failed' ? answer.message : 'stopped while starting');
    }
  } catch (error) {
    await supervisor.end();
    if (temporary) rmSync(folder.path, { recursive: true, force: true });
    throw error;
  }
}

function runningServer(supervisor: SupervisorClient, folder: string, secret: string, port: number, firstPid: number): EmbeddedPostgres {
  let pid = firstPid;
  let ending: Promise<void> | undefined;
  return {
    host: '127.0.0.1',
    port,
    get pid() {
      return pid;
    },
    folder,
    logFile: join(folder, 'server.log'),
    secret,
    url: (role, database) => postgresUrl({ port, secret }, role, database),
    stop: () => (ending ??= supervisor.end()),
    restart: async (mode) => {
      const answer = await supervisor.ask({ command: 'restart', mode });
      if (answer.answer !== 'ready') {
        throw new EmbeddedPostgresError('start-failed', answer.answer === 'failed' ? answer.message : 'stopped instead of restarted');
      }
      pid = answer.pid;
    },
  };
}

/** The URL of a role on a server that another process started, from the two facts that identify it. */
export function postgresUrl(server: { readonly port: number; readonly secret: string }, role: string, database: string): string {
  return `postgres://${role}:${rolePassword(server.secret, role)}@127.0.0.1:${server.port}/${database}`;
}
