import { type GcpSqladminInstance, gcpSqladminInstancesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { runningInstance, sqlMetric } from './instance-state.js';

const windowDays = 30;
const smallestMemoryMib = 3840;
const performanceHalves: Readonly<Record<string, number>> = { 4: 2, 8: 4, 16: 8, 32: 16, 64: 32, 128: 64 };

/** The tier with half of the processors and memory, both of which Cloud SQL bills by the piece; null where there is none. */
function halfTier(tier: string): string | null {
  const [, processors = '', memory = ''] = /^db-custom-(\d+)-(\d+)$/.exec(tier) ?? [];
  const half = Number(processors) / 2;
  const halfMemory = Number(memory) / 2;
  // One processor or an even number of them, memory in steps of 256 MiB.
  if (processors !== '' && (half === 1 || (half > 1 && half % 2 === 0)) && halfMemory >= smallestMemoryMib && halfMemory % 256 === 0)
    return `db-custom-${String(half)}-${String(halfMemory)}`;
  const size = /^db-perf-optimized-N-(\d+)$/.exec(tier)?.[1];
  const halfSize = size === undefined ? undefined : performanceHalves[size];
  return halfSize === undefined ? null : `db-perf-optimized-N-${String(halfSize)}`;
}

export const gcpSqladminInstanceOversizedRule = defineRule<GcpSqladminInstance>({
  id: 'gcp.sqladmin.instance-oversized',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Cloud SQL instance twice as large as its work',
  why: 'An instance that uses less than 40 % of its processors and of its memory for a month would do its work on half of it.',
  verify: 'gcloud sql instances describe {name} --project {accountId} --format "yaml(settings.tier,settings.availabilityType,state)"',
  remedy: {
    steps: ['Choose a quiet hour: the change restarts the database.', 'Set the smaller tier.', 'Watch processor and memory for a week.'],
    rollback: 'Set the tier back; the database restarts again.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: gcpSqladminInstancesReader },
  lookups: {},
  metrics: { cpu: sqlMetric('database/cpu/utilization', windowDays), memory: sqlMetric('database/memory/utilization', windowDays) },
  defaults: { cpuShare: 0.4, memoryShare: 0.4 },
  candidate({ item, at }) {
    if (halfTier(item.tier) === null) return { verdict: 'not_applicable', because: `tier ${item.tier} has no tier of half as much` };
    return runningInstance(item, windowDays, at);
  },
  evaluate({ item, metrics, settings }) {
    const { cpu, memory } = metrics;
    const targetTier = halfTier(item.tier);
    if (cpu === undefined || memory === undefined || targetTier === null) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const cpuShare = setting(settings, 'cpuShare');
    const memoryShare = setting(settings, 'memoryShare');
    const p99CpuShare = percentile(cpu.values, 99);
    const p99MemoryShare = percentile(memory.values, 99);
    if (p99CpuShare >= cpuShare || p99MemoryShare >= memoryShare) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { tier: item.tier, targetTier, p99CpuShare, p99MemoryShare, cpuShare, memoryShare, coverage: Math.min(cpu.coverage, memory.coverage) },
      window: { start: cpu.start, end: cpu.end },
      formula: `P99 of hourly maximum of cpu/utilization < ${String(cpuShare)} and of memory/utilization < ${String(memoryShare)} over ${String(windowDays)} days; saving = bill of processors and memory × ½`,
      assumptions: [
        'Databases fill memory with cache, so a memory above the bar may still be more than is needed: such an instance passes.',
        'Storage, backups, addresses and licences do not shrink and are not counted.',
        'The number of connections that the smaller tier allows is not weighed.',
      ],
      cost: { kind: 'share', share: '0.5', meters: ['vCPU', 'RAM'], list: [] },
    };
  },
});
