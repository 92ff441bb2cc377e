import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { prepareDatabase, type PreparedDatabase } from './prepared-database.js';
import { writeSampleBill } from './sample-bill.js';
import { median } from './table.js';
import { Undo } from './undo.js';

const ROUNDS = 3;
const ROWS = 100_000;
const MILLION = 1_000_000;
const loadedSchema = z.object({ rows: z.number(), seconds: z.number(), cpuSeconds: z.number(), peakMegabytes: z.number() });
type Loaded = z.infer<typeof loadedSchema>;

/**
 * A FOCUS file through the ledger (read, checked, named where dirty, stored under row-level security), against `psql \copy` of the rows that
 * came out of it, ready-made, into the same table without policies. `--million` loads a million rows once more, for the memory.
 */
export async function run({ million, say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const prepared = await prepareDatabase(undo);
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
    undo.add(async () => {
      rmSync(folder, { recursive: true, force: true });
    });
    await prepared.database.poolFor('postgres').query(`create schema bench; create table bench.cost_row (like vitrine.cost_row including all);
      alter table bench.cost_row add foreign key (organization_id, source_id) references vitrine.cost_source (organization_id, id)`);
    const bill = join(folder, 'bill.csv');
    await writeSampleBill(bill, ROWS);
    const loads: Loaded[] = [];
    const copies: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      loads.push(await load(prepared, bill));
      copies.push(copy(prepared, folder, ROWS));
      say(
        `ledger: round ${String(round + 1)} of ${String(ROUNDS)}: ${String(loads.at(-1)?.seconds.toFixed(2))} s, copy ${String(copies.at(-1)?.toFixed(2))} s`,
      );
      await empty(prepared);
    }
    const rate = (rows: number, seconds: number): { value: number; unit: string } => ({ value: rows / seconds, unit: 'rows/s' });
    const rows: BenchRow[] = [
      {
        row: 'ledger',
        figure: 'FOCUS rows loaded',
        measured: rate(ROWS, median(loads.map(({ seconds }) => seconds))),
        baseline: rate(ROWS, median(copies)),
        bar: { atLeast: 0.5 },
        notes: `${ROWS.toLocaleString('en-US')} rows of CSV, ${median(loads.map(({ cpuSeconds }) => cpuSeconds)).toFixed(1)} CPU-s, median of ${String(ROUNDS)}; baseline: psql \\copy of the ready rows, same columns, indexes and foreign key, no RLS`,
      },
    ];
    if (million) rows.push(...(await millionRows(prepared, folder, median(loads.map(({ peakMegabytes }) => peakMegabytes)), say)));
    return rows;
  } finally {
    await undo.run();
  }
}

async function millionRows(prepared: PreparedDatabase, folder: string, small: number, say: BenchOptions['say']): Promise<BenchRow[]> {
  const bill = join(folder, 'million.csv');
  await writeSampleBill(bill, MILLION);
  const large = await load(prepared, bill);
  const copied = copy(prepared, folder, MILLION);
  say(`ledger: a million rows in ${large.seconds.toFixed(1)} s, ${large.peakMegabytes.toFixed(0)} MB; copy ${copied.toFixed(1)} s`);
  return [
    {
      row: 'ledger',
      figure: 'a million rows',
      measured: { value: MILLION / large.seconds, unit: 'rows/s' },
      baseline: { value: MILLION / copied, unit: 'rows/s' },
      bar: { atLeast: 0.5 },
    },
    {
      row: 'ledger',
      figure: 'peak memory, 1,000,000 ÷ 100,000',
      measured: { value: large.peakMegabytes, unit: 'MB' },
      baseline: { value: small, unit: 'MB' },
      bar: { atMost: 1.15 },
    },
  ];
}

async function load({ database, organizationId }: PreparedDatabase, file: string): Promise<Loaded> {
  const program = fileURLToPath(new URL('./ledger-load.program.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, database.url('vitrine_api'), organizationId, file], {
    env: { PATH: process.env['PATH'], TZ: 'UTC' },
  });
  return loadedSchema.parse(JSON.parse(stdout));
}

/** Seconds of the way in alone, start of psql left out. */
function copy({ database }: PreparedDatabase, folder: string, rows: number): number {
  const file = join(folder, 'rows.copy');
  const psql = (...commands: readonly string[]): string =>
    execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', database.url('postgres'), ...commands.flatMap((command) => ['-c', command])], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
  psql(`\\copy (select * from vitrine.cost_row) to '${file}'`);
  const said = psql('\\timing on', `\\copy bench.cost_row from '${file}'`, 'select count(*) from bench.cost_row');
  if (!said.includes(String(rows))) throw new Error('the copy is not of the rows that were loaded');
  return Number(/^Time: ([\d.]+) ms/m.exec(said)?.[1]) / 1000;
}

async function empty({ database }: PreparedDatabase): Promise<void> {
  await database.poolFor('postgres').query('truncate vitrine.cost_row, vitrine.cost_row_problem, bench.cost_row');
  await database.poolFor('postgres').query('delete from vitrine.cost_source');
}
