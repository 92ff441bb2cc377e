import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPreparedServer, type PreparedServer } from '@vitrine/testing';
import type { OwnServer } from './own-server.js';

const MEGABYTE = 1024 * 1024;
const SIZE_MB = 512;

const disks = new WeakMap<PreparedServer, SmallDisk>();

/** A file system of a few hundred megabytes in memory, with all of a Postgres on it and a file that fills what is left. Mounting needs root. */
export class SmallDisk {
  constructor(private readonly folder: string) {}

  static of(server: PreparedServer): SmallDisk {
    const disk = disks.get(server);
    if (disk === undefined) throw new RangeError('this server has no disk of its own');
    return disk;
  }

  /** Writes until nothing more fits, and keeps at it: what the server frees meanwhile is taken too. */
  async fillFor(milliseconds: number): Promise<void> {
    const ballast = openSync(join(this.folder, 'ballast'), 'w');
    try {
      for (const end = performance.now() + milliseconds; performance.now() < end; await delay(100)) {
        for (const bytes of [MEGABYTE, 64 * 1024, 4 * 1024]) while (wrote(ballast, bytes));
      }
    } finally {
      closeSync(ballast);
      rmSync(join(this.folder, 'ballast'), { force: true });
    }
  }
}

export async function startServerOnSmallDisk(): Promise<OwnServer> {
  // Below /var/tmp, which the server's own user can reach.
  const folder = mkdtempSync('/var/tmp/vitrine-disk-');
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(SIZE_MB)}m,mode=0711`, 'vitrine-disk', folder]);
  const unmount = (): void => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const settings = { max_wal_size: '64MB', min_wal_size: '32MB' };
    const server = await startPreparedServer({ persistentFolder: join(folder, 'server'), durable: true, settings });
    disks.set(server, new SmallDisk(folder));
    return {
      server,
      stop: async () => {
        await server.stop();
        unmount();
      },
    };
  } catch (error) {
    unmount();
    throw error;
  }
}

function wrote(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes, 1)) > 0;
  } catch {
    return false;
  }
}
