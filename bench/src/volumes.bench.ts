import { createPool } from '@vitrine/database';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, timeAudit, type BenchHouse } from './bench-house.js';
import { volumesEstate } from './estates.js';
import { startOfficialPaginator, type PaginatorRound } from './official-paginator.js';
import { cpuSecondsOf, peakMegabytesOf } from './process-usage.js';
import { storedRows } from './stored-rows.js';
import { median } from './table.js';
import { Undo } from './undo.js';

const ROUNDS = 3;
export const VOLUMES = 100_000;
export const UNATTACHED_RULE = 'aws.ec2.volume-unattached';

export interface VolumesRound {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly pages: number;
  readonly resources: number;
  readonly findings: number;
}

/** 100,000 volumes through API, relay, worker and Postgres, against the official client reading the same pages and throwing them away. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(volumesEstate(VOLUMES), undo);
    const official = startOfficialPaginator(house.clouds.awsEndpoint);
    undo.add(() => official.stop());
    const ours: VolumesRound[] = [];
    const theirs: PaginatorRound[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      theirs.push(await official.round());
      ours.push(await auditVolumes(house, `round ${String(round)}`));
      say(`volumes: round ${String(round)} of ${String(ROUNDS)}: ${JSON.stringify({ ours: ours.at(-1), official: theirs.at(-1) })}`);
    }
    const last = ours.at(-1);
    const memory = peakMegabytesOf(house.workerPid);
    const of = <Round>(rounds: readonly Round[], pick: (round: Round) => number): number => median(rounds.map(pick));
    return [
      {
        row: 'volumes',
        figure: 'wall',
        measured: { value: of(ours, (each) => each.seconds), unit: 's' },
        baseline: { value: of(theirs, (each) => each.seconds), unit: 's' },
        bar: { atMost: 1 },
        notes: `median of ${String(ROUNDS)}; ${String(last?.pages)} pages, ${String(last?.resources)} resources and ${String(last?.findings)} findings stored each round`,
      },
      {
        row: 'volumes',
        figure: 'CPU',
        measured: { value: of(ours, (each) => each.cpuSeconds), unit: 'CPU-s' },
        baseline: { value: of(theirs, (each) => each.cpuSeconds), unit: 'CPU-s' },
        bar: { atMost: 1 },
        notes: 'worker process ÷ process of the official paginator',
      },
      {
        row: 'volumes',
        figure: 'peak memory',
        measured: { value: memory, unit: 'MB' },
        baseline: null,
        bar: { atMost: 256 },
        notes: `the official paginator: ${official.peakMegabytes().toFixed(0)} MB`,
      },
    ];
  } finally {
    await undo.run();
  }
}

/** One audit of all volumes on a connection of its own, so that every row is new. Throws where a row is missing. */
export async function auditVolumes(house: BenchHouse, name: string, expected = VOLUMES): Promise<VolumesRound> {
  const connection = await newConnection(house, name);
  await house.clouds.clear();
  const cpuBefore = cpuSecondsOf(house.workerPid);
  const { seconds } = await timeAudit(house, connection, [UNATTACHED_RULE]);
  const cpuSeconds = cpuSecondsOf(house.workerPid) - cpuBefore;
  const { operations } = await house.clouds.calls();
  const pool = createPool({ url: house.instance.superuserUrl, applicationName: 'vitrine-bench', max: 1 });
  const stored = await storedRows(pool, connection).finally(() => pool.end());
  if (stored.resources !== expected || stored.findings !== expected * 0.02) throw new Error(`stored ${JSON.stringify(stored)} of ${String(expected)} volumes`);
  return { seconds, cpuSeconds, pages: operations['ec2:DescribeVolumes'] ?? 0, ...stored };
}
