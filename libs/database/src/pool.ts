import { Pool, types, type CustomTypesConfig, type PoolConfig } from 'pg';
import { readPassword } from './client.js';
import { corkedSocket } from './corked-socket.js';
import { parseDatabaseUrl } from './database-url.js';
import { parseTimestamp } from './parse-timestamp.js';
import { tlsOptions, type DatabaseTls } from './tls-options.js';

export interface DatabasePoolOptions {
  /** `postgres://role:password@host:port/database`; the role decides what the pool may do. */
  readonly url: string;
  /** Shown in pg_stat_activity: the process and its duty, for instance `vitrine-worker`. */
  readonly applicationName: string;
  /** The password where the URL has none: a file that holds it (a mounted secret), one trailing line break ignored. */
  readonly passwordFile?: string;
  readonly tls?: DatabaseTls;
  /** Connections at most. Default 10. */
  readonly max?: number;
  /** Milliseconds; the server cancels a longer statement. Default 15,000. */
  readonly statementTimeoutMs?: number;
  /** Milliseconds; waiting longer for a lock is an error. Default 5,000. */
  readonly lockTimeoutMs?: number;
  /** Milliseconds; the server ends a session that sleeps inside a transaction. Default 15,000. */
  readonly idleInTransactionTimeoutMs?: number;
  /** Milliseconds to wait for a free or a new connection. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Sends a statement without waiting for the one before it: begin, scope and first query cost one round trip. Default true. */
  readonly pipeline?: boolean;
  /** Further start-up parameters of the session, as in `-c search_path=bullmq,public`. */
  readonly sessionOptions?: string;
  /** Told of errors of idle connections (the server restarted, say); the pool replaces them by itself. */
  readonly onIdleError?: (error: Error) => void;
}

const DATE_OID = 1082;
const TIMESTAMPTZ_OID = 1184;

const usualTimestamp = types.getTypeParser(TIMESTAMPTZ_OID, 'text');
const readTimestamp = (text: string): unknown => parseTimestamp(text, usualTimestamp);

/** As `pg` parses by itself, but a date stays the text it is: as a Date it would move with the process's time zone. */
const parsers: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE_OID) return String;
    if (oid === TIMESTAMPTZ_OID && format !== 'binary') return readTimestamp;
    return types.getTypeParser(oid, format);
  },
};

/** One pool for one role of one database. Whoever makes it ends it. */
export function createPool(options: DatabasePoolOptions): Pool {
  const pool = new Pool(poolConfig(options));
  // Without a listener an idle connection's error would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  // Nor does the pool listen to a connection while it is lent: the borrower's next statement reports the loss.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function poolConfig(options: DatabasePoolOptions): PoolConfig {
  const address = parseDatabaseUrl(options.url);
  const statementTimeout = options.statementTimeoutMs ?? 15_000;
  return {
    ...address,
    password: options.passwordFile === undefined ? address.password : readPassword(options.passwordFile),
    application_name: options.applicationName,
    max: options.max ?? 10,
    statement_timeout: statementTimeout,
    lock_timeout: options.lockTimeoutMs ?? 5_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 15_000,
    // The server's own limit comes first; this one ends the wait for a server that no longer answers at all.
    ...(statementTimeout === 0 ? {} : { query_timeout: statementTimeout + 5_000 }),
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    keepAlive: true,
    types: parsers,
    pipeline: options.pipeline ?? true,
    stream: corkedSocket,
    ...(options.sessionOptions === undefined ? {} : { options: options.sessionOptions }),
    ...(options.tls === undefined ? {} : { ssl: tlsOptions(options.tls) }),
  };
}
