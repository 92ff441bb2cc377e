import { createPool } from '@vitrine/database';
import type { BenchOptions, BenchRow } from './bench-row.js';
import { newConnection, openBenchHouse, timeAudit } from './bench-house.js';
import { callsByKind } from './calls-by-kind.js';
import { machinesEstate } from './estates.js';
import { cpuSecondsOf } from './process-usage.js';
import { Undo } from './undo.js';

const MACHINES = 5_000;
const PAGE = 1_000;
/** Processor, network in, network out. */
const SERIES_PER_MACHINE = 3;
const SERIES_PER_CALL = 500;
const LATENCY_MS = 20;
const IDLE_RULE = 'aws.ec2.instance-idle';

/** The idle rule over 5,000 machines: how many calls, against the fewest that the provider's limits allow. */
export async function run({ say }: BenchOptions): Promise<BenchRow[]> {
  const undo = new Undo();
  try {
    const house = await openBenchHouse(machinesEstate(MACHINES), undo);
    await house.clouds.behave({ latencyMs: LATENCY_MS });
    const connection = await newConnection(house, 'machines');
    await house.clouds.clear();
    const { seconds, auditId, audit } = await timeAudit(house, connection, [IDLE_RULE]);
    const pool = createPool({ url: house.instance.superuserUrl, applicationName: 'vitrine-bench', max: 1 });
    const calls = await callsByKind(pool, auditId, ['cursor', 'metrics']).finally(() => pool.end());
    const [cpuOfWorker, cpuOfClouds] = [cpuSecondsOf(house.workerPid), cpuSecondsOf(house.clouds.pid)];
    const seen = await house.clouds.calls();
    // As the cloud counted them, so that a call which was made twice is seen; less the validation's own dry run.
    const counted = (seen.operations['ec2:DescribeInstances'] ?? 0) - 1 + (seen.operations['cloudwatch:GetMetricData'] ?? 0);
    const minimum = Math.ceil(MACHINES / PAGE) + Math.ceil((MACHINES * SERIES_PER_MACHINE) / SERIES_PER_CALL);
    const judged = audit.totals?.rules.find(({ ruleId }) => ruleId === IDLE_RULE);
    say(`metrics: ${JSON.stringify({ calls, seen: seen.operations, judged })}`);
    return [
      {
        row: 'metrics',
        figure: 'calls',
        measured: { value: counted, unit: 'calls' },
        baseline: { value: minimum, unit: 'calls' },
        bar: { atMost: 1.05 },
        notes: `pages + series ÷ ${String(SERIES_PER_CALL)}; ${String(judged?.fail)} of ${String(MACHINES)} machines idle, ${String(judged?.pass)} not; ${String(seen.throttled)} throttled; ${String(Object.values(calls).reduce((sum, each) => sum + each, 0))} calls in the audit’s own receipt, prices included`,
      },
      {
        row: 'metrics',
        figure: 'time',
        measured: { value: seconds, unit: 's' },
        baseline: { value: (minimum * LATENCY_MS) / 1000, unit: 's' },
        bar: null,
        notes: `baseline: the minimum of calls one after the other at ${String(LATENCY_MS)} ms; CPU: worker ${cpuOfWorker.toFixed(1)} s, simulator ${cpuOfClouds.toFixed(1)} s`,
      },
    ];
  } finally {
    await undo.run();
  }
}
