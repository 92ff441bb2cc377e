import { createPool } from '@vitrine/database';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, timeAudit } from './bench-house.js';
import { volumesEstate } from './estates.js';
import type { FurtherWorker } from './further-worker.js';
import { killAndRestart } from './restarted-worker.js';
import { storedRows } from './stored-rows.js';
import { Undo } from './undo.js';
import { auditVolumes, UNATTACHED_RULE, VOLUMES } from './volumes.bench.js';

/** A large list of volumes is read in so many parts at once (`libs/cloud-readers/src/aws/ec2/id-partitions.ts`). */
const OPEN_CURSORS = 4;
/** `defaultLeaseSeconds` of the worker. */
const LEASE_SECONDS = 10;

/** The worker is killed when half of the pages are committed, and started again: what it costs, and whether anything is lost or done twice. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(volumesEstate(VOLUMES), undo);
    await auditVolumes(house, 'warm-up');
    const undisturbed = await auditVolumes(house, 'undisturbed');
    say(`kill: undisturbed ${undisturbed.seconds.toFixed(1)} s`);
    const connection = await newConnection(house, 'killed at half way');
    await house.clouds.clear();
    let pages = 0;
    let restarted: FurtherWorker | undefined;
    const { seconds } = await timeAudit(house, connection, [UNATTACHED_RULE], (event) => {
      if (event.kind !== 'page' || event.ref['jobKind'] !== 'cursor') return;
      pages += 1;
      if (pages < undisturbed.pages / 2 || restarted !== undefined) return;
      const replacement = killAndRestart(house.workerPid);
      restarted = replacement;
      undo.add(() => replacement.stop());
    });
    const { operations } = await house.clouds.calls();
    const pool = createPool({ url: house.instance.superuserUrl, applicationName: 'vitrine-bench', max: 1 });
    const stored = await storedRows(pool, connection).finally(() => pool.end());
    const repeated = (operations['ec2:DescribeVolumes'] ?? 0) - undisturbed.pages;
    say(`kill: ${seconds.toFixed(1)} s, ${String(repeated)} repeated, ${JSON.stringify(stored)}`);
    const count = (figure: string, value: number, atMost: number, notes: string): BenchRow => ({
      row: 'kill',
      figure,
      measured: { value, unit: '' },
      baseline: null,
      bar: { atMost },
      notes,
    });
    return [
      {
        row: 'kill',
        figure: 'time',
        measured: { value: seconds - LEASE_SECONDS, unit: 's' },
        baseline: { value: undisturbed.seconds, unit: 's' },
        bar: { atMost: 1.1 },
        notes: `${seconds.toFixed(1)} s in all, less one lease of ${String(LEASE_SECONDS)} s; SIGKILL after half of ${String(undisturbed.pages)} pages, restarted at once`,
      },
      count('repeated calls', repeated, OPEN_CURSORS, 'one page for each of the cursors that were open'),
      count('lost', VOLUMES - stored.resources + (VOLUMES * 0.02 - stored.findings), 0, 'resources and findings that should be stored'),
      count('duplicates', pages - undisturbed.pages, 0, 'pages committed twice; rows are unique by key'),
    ];
  } finally {
    await undo.run();
  }
}
