import type { Facts, JudgeInput, MetricAnswer, Rule, Verdict } from '../../engine/define-rule.js';
import { formula } from '../../engine/formula.js';
import { percentile } from '../../engine/percentile.js';
import { setting } from '../../engine/settings.js';
import { azureMetric } from './azure-metric.js';

interface FlexibleServer {
  readonly id: string;
  readonly location: string;
  readonly skuName: string | null;
  readonly skuTier: string | null;
  readonly state: string | null;
  readonly replicationRole: string | null;
}

const windowDays = 30;

/** What PostgreSQL and MySQL servers are judged by: processor and memory in the busiest hours of a month. */
export function flexibleServerMetrics<Server extends FlexibleServer>(namespace: string): Rule<Server>['metrics'] {
  const metric = (name: string): ReturnType<typeof azureMetric<Server>> => azureMetric({ namespace, name, statistic: 'Maximum', windowDays, per: 'hour' });
  return { cpu: metric('cpu_percent'), memory: metric('memory_percent') };
}

/** Servers that cannot be halved, whatever they do. */
export function flexibleServerCandidate({ item }: JudgeInput<FlexibleServer>): Verdict | 'candidate' {
  if (item.state?.toLowerCase() === 'stopped') return { verdict: 'not_applicable', because: 'stopped: no compute is billed' };
  if (item.skuTier === null || item.skuName === null)
    return { verdict: 'undetermined', reason: 'unavailable', facts: { skuTier: item.skuTier, skuName: item.skuName } };
  if (item.skuTier.toLowerCase() === 'burstable') return { verdict: 'not_applicable', because: 'burstable: its size is bought for bursts' };
  if (/replica/i.test(item.replicationRole ?? '')) return { verdict: 'not_applicable', because: 'replica: must keep up with its primary' };
  if (/_[a-z]+2[a-z]*_/i.test(item.skuName)) return { verdict: 'not_applicable', because: 'the smallest size of its tier' };
  return 'candidate';
}

/** The verdict from both series; half of the bill is counted, as half the processors cost half. */
export function judgeFlexibleServer({
  item,
  metrics,
  settings,
}: JudgeInput<FlexibleServer> & { readonly metrics: Readonly<Record<string, MetricAnswer>> }): Verdict {
  const { cpu, memory } = metrics;
  if (cpu === undefined || memory === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
  const facts: Facts = { skuName: item.skuName, p99CpuPercent: percentile(cpu.values, 99), p99MemoryPercent: percentile(memory.values, 99) };
  const cpuPercent = setting(settings, 'cpuPercent');
  const memoryPercent = setting(settings, 'memoryPercent');
  if (percentile(cpu.values, 99) >= cpuPercent || percentile(memory.values, 99) >= memoryPercent) return { verdict: 'pass' };
  return {
    verdict: 'fail',
    basis: 'metrics',
    facts: { ...facts, cpuPercent, memoryPercent },
    window: { start: cpu.start, end: cpu.end },
    formula: formula(
      `P99 of hourly cpu_percent < ${String(cpuPercent)} % and of memory_percent < ${String(memoryPercent)} % over ${String(windowDays)} days; half of the bill is counted`,
    ),
    assumptions: [
      'Half the processors cost half; storage and backups are billed apart and stay, so this is an upper estimate where they are large.',
      'Azure does not say when a server was made: datapoints over the whole window show that it was there.',
    ],
    cost: { kind: 'share', share: '0.5', meters: null, list: [] },
  };
}
