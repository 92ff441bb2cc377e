import { createPool } from '@vitrine/database';
import type { ConnectionId } from '@vitrine/contracts';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, timeAudit, type BenchHouse } from './bench-house.js';
import { FLEET_CURSORS, logGroupsEstate } from './estates.js';
import { startLike, type FurtherWorker } from './further-worker.js';
import { cpuSecondsOf } from './process-usage.js';
import { storedRows } from './stored-rows.js';
import { Undo } from './undo.js';

const WORKERS = 4;
const LATENCY_MS = 200;
/** So many that plan and sign-in, which nobody can share, are a small part. */
const PER_REGION = 3_000;
const PAGES = (PER_REGION / 50) * FLEET_CURSORS;
const RULE = 'aws.logs.log-group-no-retention';
/** Reads the same sixteen regions, which hold nothing of it. */
const OTHER_RULE = 'aws.ec2.volume-unattached';

/** One worker and then four, where the way to the cloud binds and not this machine; then workers that join and leave in the middle. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(logGroupsEstate(PER_REGION), undo);
    await house.clouds.behave({ latencyMs: LATENCY_MS });
    const further: FurtherWorker[] = [];
    const join = (): void => {
      const worker = startLike(house.workerPid);
      further.push(worker);
      undo.add(() => worker.stop());
    };
    const cpu = (): number => [house.workerPid, ...further.map(({ pid }) => pid)].reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
    // Code is compiled when it first runs, which is no part of what is measured.
    const warm = async (name: string): Promise<void> => void (await timeAudit(house, await newConnection(house, name), [OTHER_RULE]));
    await warm('one worker, cold');
    const alone = await audit(house, 'one worker');
    for (let n = 1; n < WORKERS; n++) join();
    // Measured is a fleet that works, not how long a process takes to start.
    await Promise.all(further.map(({ ready }) => ready));
    await warm('four workers, cold');
    const before = cpu();
    const together = await audit(house, 'four workers');
    const cpuTogether = cpu() - before;
    say(`fleet: one ${alone.toFixed(1)} s, four ${together.toFixed(1)} s, ${cpuTogether.toFixed(1)} CPU-s`);

    let pages = 0;
    const connection = await newConnection(house, 'joining and leaving');
    await timeAudit(house, connection, [RULE], async (event) => {
      if (event.kind !== 'page' || event.ref['jobKind'] !== 'cursor') return;
      pages += 1;
      if (pages === PAGES / 4) await Promise.all(further.splice(0, 2).map((worker) => worker.stop()));
      if (pages === PAGES / 2) join();
    });
    const stored = await rows(house, connection);
    return [
      {
        row: 'fleet',
        figure: `${String(WORKERS)} workers ÷ one`,
        measured: { value: PAGES / together, unit: 'pages/s' },
        baseline: { value: PAGES / alone, unit: 'pages/s' },
        bar: { atLeast: 3.4 },
        notes: `${String(PAGES)} calls of ${String(LATENCY_MS)} ms in ${String(FLEET_CURSORS)} cursors, 4 at once in each worker; ${cpuTogether.toFixed(1)} CPU-s of four workers in ${together.toFixed(1)} s`,
      },
      {
        row: 'fleet',
        figure: 'lost when two leave and one joins',
        measured: { value: PER_REGION * FLEET_CURSORS - stored, unit: 'resources' },
        baseline: null,
        bar: { atMost: 0 },
        notes: `${String(pages)} pages committed of ${String(PAGES)}`,
      },
    ];
  } finally {
    await undo.run();
  }
}

async function audit(house: BenchHouse, name: string): Promise<number> {
  const connection = await newConnection(house, name);
  const { seconds } = await timeAudit(house, connection, [RULE]);
  const stored = await rows(house, connection);
  if (stored !== PER_REGION * FLEET_CURSORS) throw new Error(`stored ${String(stored)} log groups`);
  return seconds;
}

async function rows(house: BenchHouse, connection: ConnectionId): Promise<number> {
  const pool = createPool({ url: house.instance.superuserUrl, applicationName: 'vitrine-bench', max: 1 });
  return (await storedRows(pool, connection).finally(() => pool.end())).resources;
}
