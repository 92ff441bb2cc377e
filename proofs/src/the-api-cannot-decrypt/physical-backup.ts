import { execFile } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withClient } from '@vitrine/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@vitrine/embedded-postgres';
import type { PreparedServer } from '@vitrine/testing';

const run = promisify(execFile);

/** A whole server as it was, on disk. */
export interface PhysicalBackup {
  /** Starts a second server from it, which recovers as after any restore. Whoever starts it stops it. */
  restore(): Promise<EmbeddedPostgres>;
  remove(): void;
}

/**
 * A backup of a server while it runs, by Postgres' own means (`pg_backup_start`, the files, `pg_backup_stop`): what `pg_basebackup` does.
 * `pg_dump` is not among the programs that npm's Postgres brings.
 */
export async function takePhysicalBackup(server: PreparedServer): Promise<PhysicalBackup> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-backup-'));
  chmodSync(folder, 0o711);
  const [data, copy] = [join(server.folder, 'data'), join(folder, 'data')];
  try {
    await withClient({ url: server.url('postgres', 'postgres') }, async (client) => {
      await client.query(`select pg_backup_start('proof', true)`);
      // Files come and go under a running server, and only `cp` keeps their owner; what it misses, the log has.
      await run('cp', ['-a', data, copy]).catch(() => undefined);
      const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
      rmSync(join(copy, 'pg_wal'), { recursive: true });
      await run('cp', ['-a', join(data, 'pg_wal'), join(copy, 'pg_wal')]);
      const label = join(copy, 'backup_label');
      writeFileSync(label, rows[0]?.labelfile ?? '', { mode: 0o600 });
      const { uid, gid } = statSync(data);
      chownSync(label, uid, gid);
      for (const own of ['postmaster.pid', 'postmaster.opts']) rmSync(join(copy, own), { force: true });
    });
    cpSync(join(server.folder, 'secret'), join(folder, 'secret'));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    restore: () => startEmbeddedPostgres({ persistentFolder: folder, durable: false }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
