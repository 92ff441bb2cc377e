import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { prepareDatabase, type PreparedDatabase } from './prepared-database.js';
import { sampleFindings } from './sample-findings.js';
import { median } from './table.js';
import { Undo } from './undo.js';
import { loadWriteFindings, type WriteFindings } from './worker-parts.js';

const ROUNDS = 5;
const ROWS = 20_000;
/** Rows in one statement: a page's worth. */
const BATCH = 1_000;

/** Findings through the worker's own writer under row-level security, against `psql \copy` of the same rows into the same table without. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  if (!psqlIsHere()) {
    say('upsert: psql is not on this machine, so there is nothing to compare with (apt-get install postgresql-client)');
    return [
      {
        row: 'upsert',
        figure: 'rows stored',
        measured: { value: Number.NaN, unit: 'rows/s' },
        baseline: null,
        bar: { atLeast: 0.35 },
        notes: 'not measured: psql is missing',
      },
    ];
  }
  const undo = new Undo();
  try {
    const prepared = await prepareDatabase(undo);
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
    undo.add(async () => {
      rmSync(folder, { recursive: true, force: true });
    });
    const writeFindings = await loadWriteFindings();
    await makeBareTable(prepared.database.poolFor('postgres'));
    const rates = { first: [] as number[], changed: [] as number[], unchanged: [] as number[], copy: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.first.push(await store(prepared, writeFindings, sampleFindings(prepared, ROWS, round)));
      rates.copy.push(copy(prepared, folder));
      const nextDay = sampleFindings(prepared, ROWS, round, 2);
      rates.changed.push(await store(prepared, writeFindings, nextDay));
      rates.unchanged.push(await store(prepared, writeFindings, nextDay));
      await prepared.database.poolFor('postgres').query('truncate vitrine.finding, vitrine.finding_transition, bench.finding');
      say(
        `upsert: round ${String(round + 1)} of ${String(ROUNDS)}: ${Object.entries(rates)
          .map(([name, values]) => `${name} ${(values.at(-1) ?? 0).toFixed(0)}/s`)
          .join(', ')}`,
      );
    }
    const baseline = { value: median(rates.copy), unit: 'rows/s' };
    const notes = `${ROWS.toLocaleString('en-US')} rows in statements of ${BATCH.toLocaleString('en-US')}, fsync on, median of ${String(ROUNDS)}`;
    return [
      {
        row: 'upsert',
        figure: 'new findings',
        measured: { value: median(rates.first), unit: 'rows/s' },
        baseline,
        bar: { atLeast: 0.35 },
        notes: `${notes}; baseline: psql \\copy, same columns, indexes, checks and foreign keys, no RLS`,
      },
      {
        row: 'upsert',
        figure: 'every one changed',
        measured: { value: median(rates.changed), unit: 'rows/s' },
        baseline,
        bar: null,
        notes: 'all rows conflict and are rewritten',
      },
      {
        row: 'upsert',
        figure: 'none changed',
        measured: { value: median(rates.unchanged), unit: 'rows/s' },
        baseline,
        bar: null,
        notes: 'all rows conflict, none is written',
      },
    ];
  } finally {
    await undo.run();
  }
}

function psqlIsHere(): boolean {
  try {
    execFileSync('psql', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The table as it is, with its foreign keys, but without its policies. */
async function makeBareTable(superuser: Pool): Promise<void> {
  await superuser.query(`create schema bench; create table bench.finding (like vitrine.finding including all);
    alter table bench.finding add foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id), add foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id)`);
}

/** Rows a second. One transaction per batch, as the worker commits one per page. */
async function store({ database, organizationId }: PreparedDatabase, writeFindings: WriteFindings, findings: readonly object[]): Promise<number> {
  const pool = database.poolFor('vitrine_worker');
  const begun = performance.now();
  for (let at = 0; at < findings.length; at += BATCH) {
    await withOrganization(pool, organizationId, async (transaction) => {
      await writeFindings(transaction, findings.slice(at, at + BATCH));
    });
  }
  return findings.length / ((performance.now() - begun) / 1000);
}

/** The rows that were just stored, out to a file and by `psql \copy` into the bare table; only the way in is timed, start of psql left out. */
function copy({ database }: PreparedDatabase, folder: string): number {
  const file = join(folder, 'findings.copy');
  const psql = (...commands: readonly string[]): string =>
    execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', database.url('postgres'), ...commands.flatMap((command) => ['-c', command])], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
  psql(`\\copy (select * from vitrine.finding) to '${file}'`);
  const said = psql('\\timing on', `\\copy bench.finding from '${file}'`);
  const milliseconds = Number(/^Time: ([\d.]+) ms/m.exec(said)?.[1]);
  return ROWS / (milliseconds / 1000);
}
