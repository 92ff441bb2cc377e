import { setTimeout as delay } from 'node:timers/promises';
import { createPool } from '@vitrine/database';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, timeAudit } from './bench-house.js';
import { volumesEstate } from './estates.js';
import { Undo } from './undo.js';
import { UNATTACHED_RULE } from './volumes.bench.js';

const VOLUMES = 20_000;
/** An idle backend hands in its counts after ten seconds. */
const SETTLED_MS = 11_000;

const writtenSchema = z.object({ written: z.coerce.number() });

/** A second audit that finds everything as it was: how many rows it writes, in any table. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(volumesEstate(VOLUMES), undo);
    const pool = createPool({ url: house.instance.superuserUrl, applicationName: 'vitrine-bench', max: 1 });
    undo.add(() => pool.end());
    const connection = await newConnection(house, 'twice');
    const marks = [await written(pool)];
    for (const name of ['first', 'second']) {
      const { seconds } = await timeAudit(house, connection, [UNATTACHED_RULE]);
      marks.push(await written(pool));
      say(`unchanged: ${name} audit ${seconds.toFixed(1)} s`);
    }
    const [start = 0, first = 0, second = 0] = marks;
    return [
      {
        row: 'unchanged',
        figure: 'rows written by the second audit',
        measured: { value: second - first, unit: 'rows' },
        baseline: { value: first - start, unit: 'rows' },
        bar: { atMost: 0.01 },
        notes: `${VOLUMES.toLocaleString('en-US')} volumes, ${String(VOLUMES * 0.02)} findings; inserted and updated rows of every table, jobs, pages and events of the audit among them`,
      },
    ];
  } finally {
    await undo.run();
  }
}

/** Rows inserted and updated so far in our own tables, once two looks agree. */
async function written(pool: Pool): Promise<number> {
  for (let before = -1; ;) {
    await delay(SETTLED_MS);
    const { rows } = await pool.query(`select sum(n_tup_ins + n_tup_upd) as written from pg_stat_user_tables where schemaname = 'vitrine'`);
    const now = writtenSchema.parse(rows[0]).written;
    if (now === before) return now;
    before = now;
  }
}
