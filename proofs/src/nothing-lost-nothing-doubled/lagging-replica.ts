import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@vitrine/embedded-postgres';
import { startPreparedServer, type PreparedServer } from '@vitrine/testing';
import type { Pool } from 'pg';
import { z } from 'zod';
import { startConnectionSwitch } from './connection-switch.js';
import type { OwnServer } from './own-server.js';

const pairs = new WeakMap<PreparedServer, LaggingPair>();

/** A primary that ships its log by finished segments, and the replica that is made of what arrived; both behind one address. */
export class LaggingPair {
  constructor(
    private readonly folder: string,
    private readonly primary: EmbeddedPostgres,
    private readonly turnTo: (port: number) => void,
  ) {}

  static of(server: PreparedServer): LaggingPair {
    const pair = pairs.get(server);
    if (pair === undefined) throw new RangeError('this server has no replica');
    return pair;
  }

  /** What the replica begins with: a copy of the primary while it works, as pg_basebackup takes it. */
  async backUp(root: Pool): Promise<void> {
    const client = await root.connect();
    try {
      await client.query(`select pg_backup_start('replica', true)`);
      // Files come and go under the copy; the log makes it whole.
      const copied = () => execFileSync('cp', ['-a', this.primary.folder, join(this.folder, 'replica')], { stdio: 'ignore' });
      try {
        copied();
      } catch {
        // cp says 1 for a file that went away.
      }
      const { rows } = await client.query('select labelfile from pg_backup_stop()');
      const data = join(this.folder, 'replica', 'data');
      for (const own of ['owner.json', 'data/postmaster.pid', 'data/postmaster.opts']) rmSync(join(this.folder, 'replica', own), { force: true });
      rmSync(join(data, 'pg_wal'), { recursive: true, force: true });
      const label = z.object({ labelfile: z.string() }).parse(rows[0]).labelfile;
      for (const [name, text] of [
        ['backup_label', label],
        ['recovery.signal', ''],
      ] as const) {
        writeFileSync(join(data, name), text);
      }
      mkdirSync(join(data, 'pg_wal', 'archive_status'), { recursive: true });
      // Everything in it belongs to the server's own user, whoever that is.
      execFileSync('chown', ['-R', '--reference', join(this.primary.folder, 'data'), data]);
      execFileSync('chmod', ['-R', 'go-rwx', data]);
    } finally {
      client.release();
    }
  }

  /** Hands over what was written so far, as the primary does by itself with every full segment. */
  async ship(root: Pool): Promise<void> {
    await root.query('select pg_switch_wal()');
  }

  /** The primary dies without handing over its last words, and the replica takes its place. */
  async failOver(): Promise<EmbeddedPostgres> {
    process.kill(this.primary.pid, 'SIGQUIT');
    await delay(500);
    const settings = { restore_command: `cp ${join(this.folder, 'log')}/%f %p`, recovery_target_action: 'promote', hot_standby: 'off' };
    const replica = await startEmbeddedPostgres({ persistentFolder: join(this.folder, 'replica'), durable: true, settings });
    this.turnTo(replica.port);
    return replica;
  }
}

export async function startLaggingPair(): Promise<OwnServer> {
  // Below /var/tmp, which the server's own user can reach; its log goes to a folder that the user may write.
  const folder = mkdtempSync('/var/tmp/vitrine-replica-');
  chmodSync(folder, 0o711);
  const log = join(folder, 'log');
  mkdirSync(log);
  chmodSync(log, 0o777);
  const settings = { archive_mode: 'on', archive_command: `cp %p ${log}/.%f && mv ${log}/.%f ${log}/%f` };
  const primary = await startPreparedServer({ durable: true, settings });
  const door = await startConnectionSwitch(primary.port);
  const server = Object.assign(Object.create(primary) as PreparedServer, { port: door.port });
  const later: EmbeddedPostgres[] = [];
  const pair = new LaggingPair(folder, primary, door.to);
  const failOver = pair.failOver.bind(pair);
  pair.failOver = async () => {
    const replica = await failOver();
    later.push(replica);
    return replica;
  };
  pairs.set(server, pair);
  return {
    server,
    stop: async () => {
      await door.stop();
      await Promise.all([primary, ...later].map((each) => each.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
