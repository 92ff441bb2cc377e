import { bootstrapServer, createDatabase, migrate, prepareDatabase, withClient } from '@vitrine/database';
import { rolePassword, startEmbeddedPostgres, type EmbeddedPostgres } from '@vitrine/embedded-postgres';

const DATABASE = 'vitrine';

export interface InstanceDatabase {
  readonly server: EmbeddedPostgres;
  /** Migrations applied by this start; none on a second one. */
  readonly applied: readonly string[];
  url(role: 'vitrine_api' | 'vitrine_worker' | 'vitrine_relay' | 'vitrine_sequencer' | 'vitrine_queue' | 'postgres'): string;
}

/** A real Postgres with Vitrine's roles, each with its own random password, and every migration. */
export async function startInstanceDatabase(folder: string): Promise<InstanceDatabase> {
  const server = await startEmbeddedPostgres({ persistentFolder: folder, settings: { max_connections: '100' } });
  try {
    const superuser = { url: server.url('postgres', 'postgres') };
    await bootstrapServer(superuser, (role) => rolePassword(server.secret, role));
    if (!(await exists(superuser.url))) await createDatabase(superuser, DATABASE);
    await prepareDatabase({ url: server.url('postgres', DATABASE) });
    const applied = await migrate({ url: server.url('vitrine_migrator', DATABASE) });
    return { server, applied, url: (role) => server.url(role, DATABASE) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function exists(url: string): Promise<boolean> {
  return await withClient({ url }, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    return found.rows.length > 0;
  });
}
