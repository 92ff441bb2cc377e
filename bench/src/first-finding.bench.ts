import { performance } from 'node:perf_hooks';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, timeAudit } from './bench-house.js';
import { volumesEstate } from './estates.js';
import { median } from './table.js';
import { Undo } from './undo.js';
import { UNATTACHED_RULE } from './volumes.bench.js';

const ROUNDS = 3;
const VOLUMES = 20_000;
/** Long enough that what Vitrine itself needs is short beside a round trip, as it is beside a real cloud's. */
const LATENCY_MS = 100;

/** How many pages had been asked for when the first finding was visible to a client of the event stream. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(volumesEstate(VOLUMES), undo);
    await house.clouds.behave({ latencyMs: LATENCY_MS });
    const pages: number[] = [];
    const seconds: number[] = [];
    const calls: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const connection = await newConnection(house, `round ${String(round)}`);
      await house.clouds.clear();
      const begun = performance.now();
      let seen = false;
      await timeAudit(house, connection, [UNATTACHED_RULE], async (event) => {
        if (event.kind !== 'finding' || seen) return;
        seen = true;
        seconds.push((performance.now() - begun) / 1000);
        const { operations, requests } = await house.clouds.calls();
        // The validation's own dry run is no page.
        pages.push((operations['ec2:DescribeVolumes'] ?? 0) - 1);
        calls.push(requests);
      });
      say(
        `first-finding: round ${String(round)} of ${String(ROUNDS)}: ${String(pages.at(-1))} pages, ${String(calls.at(-1))} calls, ${(seconds.at(-1) ?? 0).toFixed(2)} s`,
      );
    }
    return [
      {
        row: 'first-finding',
        figure: 'page round trips',
        measured: { value: Math.max(...pages), unit: 'pages' },
        baseline: null,
        bar: { atMost: 5 },
        notes: `most of ${String(ROUNDS)}, at ${String(LATENCY_MS)} ms; ${String(median(calls))} calls in all, sign-in, validation and prices included`,
      },
      {
        row: 'first-finding',
        figure: 'time',
        measured: { value: median(seconds), unit: 's' },
        baseline: { value: LATENCY_MS / 1000, unit: 's' },
        bar: null,
        notes: 'from POST /v1/audits to the event, in round trips',
      },
    ];
  } finally {
    await undo.run();
  }
}
