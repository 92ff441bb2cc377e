import { type AzureComputeVirtualMachine, azureComputeVirtualMachinesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { azureMetric } from '../azure-metric.js';
import { virtualMachinePriceKeys } from '../price-keys.js';
import { halfSize } from './machine-sizes.js';

const windowDays = 30;
const gib = 1024 ** 3;
/** Most disks that a machine may carry, for each processor of the general families. */
const dataDisksPerCore = 2;
const metric = (name: string, statistic: 'Maximum' | 'Minimum' | 'Sum'): MetricNeed<AzureComputeVirtualMachine> =>
  azureMetric({ namespace: 'Microsoft.Compute/virtualMachines', name, statistic, windowDays, per: 'hour' });

export const azureComputeVirtualMachineOversizedRule = defineRule<AzureComputeVirtualMachine>({
  id: 'azure.compute.virtual-machine-oversized',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Virtual machine twice as large as its work',
  why: 'A machine whose processor stays below 30 % and that needs less than half of its memory would do its work on half of it.',
  verify: 'az monitor metrics list --resource {resourceId} --metric "Percentage CPU" "Available Memory Bytes" --interval PT1H --offset 30d',
  remedy: {
    steps: ['Ask the owner about peaks of the year that a month does not show.', 'Change the machine to the advised size; it restarts.'],
    rollback: 'Change the machine back to its old size; it restarts.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: azureComputeVirtualMachinesReader },
  lookups: {},
  metrics: {
    cpu: metric('Percentage CPU', 'Maximum'),
    memory: { ...metric('Available Memory Bytes', 'Minimum'), higherMeans: 'spare' },
    networkOut: metric('Network Out Total', 'Sum'),
  },
  defaults: { cpuPercent: 30, memoryPercent: 50, idleCpuPercent: 3, networkOutBytesPerHour: 337_500_000_000 },
  candidate({ item, at }) {
    if (item.virtualMachineScaleSetId !== null) return { verdict: 'not_applicable', because: 'member of a scale set' };
    if (item.powerState === null || item.vmSize === null)
      return { verdict: 'undetermined', reason: 'unavailable', facts: { powerState: item.powerState, vmSize: item.vmSize } };
    if (!/(^|[/ ])running$/i.test(item.powerState)) return { verdict: 'not_applicable', because: `power state is ${item.powerState}` };
    if (item.priority?.toLowerCase() === 'spot') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    const half = halfSize(item.vmSize);
    if (half === null) return { verdict: 'not_applicable', because: 'its family has no size of half as much that is known' };
    const targetCores = Number(/\d+/.exec(half.target)?.[0] ?? '0');
    if (Math.max(0, item.diskIds.length - 1) > dataDisksPerCore * targetCores)
      return { verdict: 'not_applicable', because: 'it carries more data disks than half its size may' };
    const ageDays = daysSince(item.timeCreated, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { timeCreated: item.timeCreated } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, memory, networkOut } = metrics;
    const half = halfSize(item.vmSize ?? '');
    if (cpu === undefined || memory === undefined || networkOut === undefined || half === null)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const p99CpuPercent = percentile(cpu.values, 99);
    // The 95th percentile below this bar is the idle rule's; here the same money would be claimed twice.
    if (percentile(cpu.values, 95) < setting(settings, 'idleCpuPercent'))
      return { verdict: 'not_applicable', because: 'its processor does next to nothing: judged by azure.compute.virtual-machine-idle' };
    const usedMemoryPercent = (1 - Math.min(...memory.values) / (half.memoryGib * gib)) * 100;
    const cpuPercent = setting(settings, 'cpuPercent');
    const memoryPercent = setting(settings, 'memoryPercent');
    const networkOutBytesPerHour = Math.max(...networkOut.values);
    if (p99CpuPercent >= cpuPercent || usedMemoryPercent >= memoryPercent || networkOutBytesPerHour > setting(settings, 'networkOutBytesPerHour'))
      return { verdict: 'pass' };
    const region = identity.region ?? '';
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { vmSize: item.vmSize, targetSize: half.target, p99CpuPercent, usedMemoryPercent, networkOutBytesPerHour, cpuPercent, memoryPercent },
      window: { start: cpu.start, end: cpu.end },
      formula: `P99 of hourly Percentage CPU < ${String(cpuPercent)} % and most memory used < ${String(memoryPercent)} % over ${String(windowDays)} days, network below 750 Mbit/s; saving = bill × (1 − list price of ${half.target} ÷ list price of ${item.vmSize ?? ''})`,
      assumptions: [
        'The advised size is of the same family, so premium storage, temporary disk, accelerated networking and zones stay; whether the region has it free is not asked.',
        'Most network interfaces and disk throughput halve with the size and are not weighed.',
      ],
      cost: {
        kind: 'ratio',
        list: virtualMachinePriceKeys(item, region),
        target: virtualMachinePriceKeys({ vmSize: half.target, osType: item.osType }, region),
      },
    };
  },
});
