import type { BenchOptions, BenchRow } from './bench-row.js';
import { openBenchHouse } from './bench-house.js';
import { volumesEstate } from './estates.js';
import { peakMegabytesOf } from './process-usage.js';
import { Undo } from './undo.js';
import { auditVolumes, VOLUMES } from './volumes.bench.js';

/** Whether ten times the account needs more memory: each size in a worker of its own, since a peak never goes down. Minutes, so only with `--million`. */
export async function run({ million, say }: BenchOptions): Promise<BenchRow[]> {
  if (!million) {
    say('million: left out; it takes minutes (--million)');
    return [];
  }
  const usual = await peakOf(VOLUMES);
  say(`million: ${usual.toFixed(0)} MB at ${VOLUMES.toLocaleString('en-US')}`);
  const large = await peakOf(VOLUMES * 10);
  return [
    {
      row: 'million',
      figure: 'peak memory',
      measured: { value: large, unit: 'MB' },
      baseline: { value: usual, unit: 'MB' },
      bar: { atMost: 1.15 },
      notes: '1,000,000 volumes ÷ 100,000, one audit each',
    },
  ];
}

async function peakOf(volumes: number): Promise<number> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(volumesEstate(volumes), undo);
    await auditVolumes(house, `${String(volumes)} volumes`, volumes);
    return peakMegabytesOf(house.workerPid);
  } finally {
    await undo.run();
  }
}
