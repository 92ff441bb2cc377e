import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@vitrine/contracts';
import { killRunningProcesses, startProcess, type TestProcess } from '@vitrine/testing';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { TrailHouse } from '../testing/trail-house.js';
import { folderAnchor } from './checkpoint-anchors.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** The built program, in a process of its own. */
const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const house = new TrailHouse();
let anchors: string;
beforeAll(async () => {
  execFileSync(`${root}/node_modules/.bin/tsc`, ['-b', 'apps/worker'], { cwd: root });
  anchors = await mkdtemp(join(tmpdir(), 'vitrine-anchors-'));
}, 180_000);
afterAll(async () => {
  await killRunningProcesses();
  await rm(anchors, { recursive: true, force: true });
});

const sequencer = async (): Promise<TestProcess> =>
  await startProcess(program, {
    args: ['--queues', 'sequencer'],
    env: {
      VITRINE_SEQUENCER_DATABASE_URL: house.database.url('vitrine_sequencer'),
      VITRINE_TRAIL_KEY: house.signer.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      VITRINE_TRAIL_HOST: 'vitrine.test',
      VITRINE_TRAIL_ANCHOR_FOLDER: anchors,
    },
    readyLine: /"ready":true/,
    readyWithin: 120_000,
  });

async function until(client: PoolClient, condition: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ so: boolean }>(`select ${condition} as so, pg_stat_clear_snapshot(), pg_sleep(0.05)`);
    if (rows[0]?.so === true) return;
  }
}

/** Kills a sequencer by SIGKILL when its transaction has come to the point where it writes into this table, and stands there. */
async function killAt(table: string, write: () => Promise<void>): Promise<void> {
  // Up and idle before the lock is held: a transaction that idles for as long as a start may take is ended by the database.
  const running = await sequencer();
  const client = await house.root.connect();
  try {
    await client.query('begin');
    await client.query(`lock table vitrine.${table} in share mode`);
    await write();
    // Its statements before this one are done, and none is committed.
    await until(client, `exists (select from pg_locks where relation = 'vitrine.${table}'::regclass and not granted)`);
    expect(await running.kill('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await client.query('rollback');
    // Its server's side learns of the death with its next word.
    await until(client, `not exists (select from pg_stat_activity where application_name = 'vitrine-sequencer' and datname = current_database())`);
  } finally {
    await running.kill('SIGKILL');
    await client.query('rollback');
    client.release();
  }
}

describe('a sequencer that is killed in the midst of a round', () => {
  it('loses no entry and doubles none, wherever in its transaction it died: the tree is the one of the rows, and each entry is forwarded once', async () => {
    const webhookId = newId(z.uuid());
    await house.root.query(
      `insert into vitrine.webhook (organization_id, id, name, url, events, created_by) values ($1, $2, 'sink', 'https://sink.example.com/', '{trail.entries}', 'test')`,
      [house.acme, webhookId],
    );
    let written = 0;
    for (const [round, table] of ['trail_leaf', 'trail_checkpoint', 'webhook_delivery'].entries()) {
      written += 300;
      await killAt(table, async () => {
        await house.write(house.acme, 300);
        await house.write(house.umbra, 2);
      });
      // All of its step or nothing of it; umbra's, which stood beside it, may be done.
      expect([await house.countOf('trail_leaf', house.acme), await house.countOf('trail_pending', house.acme)]).toEqual([written - 300, 300]);
      await house.work(house.sequencing({ anchors: [folderAnchor(anchors)] }));
      expect(await house.verdict(house.acme)).toMatchObject({ kind: 'intact', entries: written, epoch: 1 });
      expect(await house.verdict(house.umbra)).toMatchObject({ kind: 'intact', entries: 2 * (round + 1) });
    }
    expect(await house.countOf('trail_event', house.acme)).toBe(written);
    const { rows } = await house.root.query(
      `select (body::jsonb -> 'data' ->> 'from')::int as begin, (body::jsonb -> 'data' ->> 'to')::int as end from vitrine.webhook_delivery where webhook_id = $1 order by seq`,
      [webhookId],
    );
    expect(rows).toEqual(Array.from({ length: written / 100 }, (_, n) => ({ begin: n * 100, end: (n + 1) * 100 })));
  }, 300_000);

  it('that died with its signature committed and not yet given away goes on from it: nothing is signed a second time', async () => {
    await house.write(house.acme, 5);
    const before = await house.notesOf(house.acme);
    const running = await sequencer();
    await running.line(/"trailCheckpoint"/, 60_000);
    await running.kill('SIGKILL');
    await house.write(house.acme, 5);
    const next = await sequencer();
    await next.line(/"trailCheckpoint"/, 60_000);
    await next.kill('SIGTERM');
    await house.work();
    const entries = await house.countOf('trail_event', house.acme);
    expect(await house.verdict(house.acme)).toMatchObject({ kind: 'intact', entries, epoch: 1 });
    expect((await house.notesOf(house.acme)).slice(0, before.length)).toEqual(before);
  }, 120_000);
});
