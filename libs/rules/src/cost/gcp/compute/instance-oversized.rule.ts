import { type GcpComputeInstance, gcpComputeInstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { gcpMetric } from '../gcp-metric.js';
import { isGroupMember } from '../resource-path.js';
import { halfType, sizeMeters } from './machine-types.js';

const windowDays = 30;
/** Below all of these a machine does nothing, and ending it is another finding. */
const idle = { cpuShare: 0.03, receivedBytesPerDay: 2000 * 86_400, sentBytesPerDay: 1000 * 86_400 };
const metric = (name: string, statistic: 'Maximum' | 'Sum', per: 'hour' | 'day'): ReturnType<typeof gcpMetric<GcpComputeInstance>> =>
  gcpMetric<GcpComputeInstance>({ namespace: 'compute.googleapis.com', name, statistic, windowDays, per }, (instance) => ({ instance_id: instance.id }));

export const gcpComputeInstanceOversizedRule = defineRule<GcpComputeInstance>({
  id: 'gcp.compute.instance-oversized',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Compute Engine machine twice as large as its work',
  why: 'A machine whose processor stays below 40 % in 99 of 100 hours of a month would do its work on half of it.',
  verify: 'gcloud compute instances describe {resourceId} --format "yaml(machineType,status,lastStartTimestamp)"',
  remedy: {
    steps: [
      'Look at the memory it uses: without the Ops Agent Google does not report it.',
      'Check that the smaller type has the network bandwidth and the disk throughput that it needs.',
      'Stop the machine, set the smaller machine type, start it.',
    ],
    rollback: 'Stop the machine and set its type back.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: gcpComputeInstancesReader },
  lookups: {},
  metrics: {
    cpu: metric('instance/cpu/utilization', 'Maximum', 'hour'),
    received: metric('instance/network/received_bytes_count', 'Sum', 'day'),
    sent: metric('instance/network/sent_bytes_count', 'Sum', 'day'),
  },
  defaults: { cpuShare: 0.4 },
  candidate({ item, at }) {
    if (item.status !== 'RUNNING') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (isGroupMember(item.createdBy)) return { verdict: 'not_applicable', because: 'member of a managed instance group: its template sets its size' };
    if (item.provisioningModel === 'SPOT') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    if (item.guestAccelerators > 0) return { verdict: 'not_applicable', because: 'its work is done by accelerators, whose number sets its size' };
    if (halfType(item.machineType) === null) return { verdict: 'not_applicable', because: 'its family has no type of half as much' };
    const runningSince = item.lastStartTimestamp ?? item.creationTimestamp;
    const runningDays = daysSince(runningSince, at);
    if (runningDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { runningSince } };
    return runningDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { runningDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu, received, sent } = metrics;
    const targetType = halfType(item.machineType);
    if (cpu === undefined || received === undefined || sent === undefined || targetType === null)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const silent = Math.max(...received.values) < idle.receivedBytesPerDay && Math.max(...sent.values) < idle.sentBytesPerDay;
    if (percentile(cpu.values, 97) < idle.cpuShare && silent)
      return { verdict: 'not_applicable', because: 'it does nothing at all: judged by gcp.compute.instance-idle' };
    const cpuShare = setting(settings, 'cpuShare');
    const p99CpuShare = percentile(cpu.values, 99);
    if (p99CpuShare >= cpuShare) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { machineType: item.machineType, targetType, p99CpuShare, cpuShare, memory: 'unknown', cpuCoverage: cpu.coverage },
      window: { start: cpu.start, end: cpu.end },
      formula: `P99 of hourly maximum of cpu/utilization < ${String(cpuShare)} over ${String(windowDays)} days; saving = bill of cores and memory × ½, since ${targetType} has half of both`,
      assumptions: [
        'Memory is unknown without the Ops Agent, so at most one size down is advised.',
        'Network bandwidth and disk throughput shrink with the size and are not weighed.',
        'Discounts for sustained use grow and shrink with the bill and are taken as they are on it.',
      ],
      cost: { kind: 'share', share: '0.5', meters: sizeMeters, list: [] },
    };
  },
});
