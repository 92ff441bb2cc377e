import { bootstrapServer, createDatabase, migrate, prepareDatabase, type ConnectOptions, type DatabaseTls } from '@vitrine/database';
import { rolePassword, startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from '@vitrine/embedded-postgres';

/** A server with Vitrine's roles and one migrated database that serves as a template. */
export interface PreparedServer extends EmbeddedPostgres {
  readonly template: string;
}

const TEMPLATE = 'vitrine_template';

/**
 * Starts a server of the caller's own, with roles, passwords and a migrated template. Specs that alter roles (which are
 * the whole server's), crash the server or read its log need one; all others share one, see `createTestDatabase`.
 *
 * @param tls how to reach a server that was asked for TLS
 */
export async function startPreparedServer(options: EmbeddedPostgresOptions = {}, tls?: DatabaseTls): Promise<PreparedServer> {
  const server = await startEmbeddedPostgres(options);
  try {
    const as = (role: string, database: string): ConnectOptions => ({ url: server.url(role, database), ...(tls === undefined ? {} : { tls }) });
    const superuser = as('postgres', 'postgres');
    await bootstrapServer(superuser, (role) => rolePassword(server.secret, role));
    await createDatabase(superuser, TEMPLATE);
    await prepareDatabase(as('postgres', TEMPLATE));
    await migrate(as('vitrine_migrator', TEMPLATE));
  } catch (error) {
    await server.stop();
    throw error;
  }
  // Not a copy: pid changes with a restart.
  return Object.assign(Object.create(server) as EmbeddedPostgres, { template: TEMPLATE });
}
