import { readFileSync } from 'node:fs';
import { Client, type ClientBase } from 'pg';
import { asDatabaseError } from './database-errors.js';
import { parseDatabaseUrl } from './database-url.js';
import { tlsOptions, type DatabaseTls } from './tls-options.js';

/** Where and as whom to connect once: for migrations, bootstrap and lints, which need no pool and no time limit. */
export interface ConnectOptions {
  readonly url: string;
  /** The password where the URL has none: a file that holds it, one trailing line break ignored. */
  readonly passwordFile?: string;
  readonly tls?: DatabaseTls;
  readonly applicationName?: string;
}

/** Lends one connection to the callback and closes it whatever happens. */
export async function withClient<T>(options: ConnectOptions, use: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = new Client({
    ...parseDatabaseUrl(options.url),
    ...(options.passwordFile === undefined ? {} : { password: readPassword(options.passwordFile) }),
    application_name: options.applicationName ?? 'vitrine',
    connectionTimeoutMillis: 5_000,
    ...(options.tls === undefined ? {} : { ssl: tlsOptions(options.tls) }),
  });
  // A connection that breaks while idle reports through the next query; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw asDatabaseError(error);
  }
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A mounted secret; editors and `echo` end it with a line break that is not part of it. */
export function readPassword(file: string): string {
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}
