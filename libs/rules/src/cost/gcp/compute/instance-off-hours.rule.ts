import { exact } from '@vitrine/contracts';
import { type GcpComputeInstance, gcpComputeInstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { nonProductionSign, offHours } from '../../../engine/off-hours.js';
import { setting } from '../../../engine/settings.js';
import { gcpMetric } from '../gcp-metric.js';
import { isGroupMember } from '../resource-path.js';
import { sizeMeters } from './machine-types.js';

const windowDays = 14;
const hoursOfWeek = 168;
const metric = (name: string, statistic: 'Maximum' | 'Sum'): ReturnType<typeof gcpMetric<GcpComputeInstance>> =>
  gcpMetric<GcpComputeInstance>({ namespace: 'compute.googleapis.com', name, statistic, windowDays, per: 'hour' }, (instance) => ({
    instance_id: instance.id,
  }));

export const gcpComputeInstanceOffHoursRule = defineRule<GcpComputeInstance>({
  id: 'gcp.compute.instance-off-hours',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Non-production machine that rests at night and at weekends',
  why: 'A machine of a test or development environment that does nothing in the same hours of every week can be stopped in them.',
  verify: 'gcloud compute instances describe {resourceId} --format "yaml(labels,status,resourcePolicies,lastStartTimestamp)"',
  remedy: {
    steps: ['Ask the owner (labels) which hours are worked.', 'Make an instance schedule that starts and stops the machine, and attach it.'],
    rollback: 'Detach the schedule and start the machine.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: gcpComputeInstancesReader },
  lookups: {},
  metrics: {
    cpu: metric('instance/cpu/utilization', 'Maximum'),
    received: metric('instance/network/received_bytes_count', 'Sum'),
    sent: metric('instance/network/sent_bytes_count', 'Sum'),
  },
  defaults: { cpuShare: 0.05, networkBytesPerSecond: 1000, nightHours: 8, weekendHours: 48 },
  candidate({ item, at }) {
    if (item.status !== 'RUNNING') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (isGroupMember(item.createdBy)) return { verdict: 'not_applicable', because: 'member of a managed instance group' };
    if (item.provisioningModel === 'SPOT') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    if (nonProductionSign(item.name, item.labels) === null)
      return { verdict: 'not_applicable', because: 'neither its labels nor its name say that it is not production' };
    if (item.guestAccelerators > 0)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: { guestAccelerators: item.guestAccelerators, missing: 'accelerator utilisation' } };
    const runningSince = item.lastStartTimestamp ?? item.creationTimestamp;
    const runningDays = daysSince(runningSince, at);
    if (runningDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { runningSince } };
    // Whoever is stopped already starts often: a schedule is there.
    return runningDays < windowDays ? { verdict: 'pass' } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu, received, sent } = metrics;
    if (cpu === undefined || received === undefined || sent === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const cpuShare = setting(settings, 'cpuShare');
    const networkBytesPerSecond = setting(settings, 'networkBytesPerSecond');
    const networkBytesPerHour = networkBytesPerSecond * 3600;
    const { nightHours, weekendHours, quietHours } = offHours([
      { answer: cpu, quietBelow: cpuShare },
      { answer: received, quietBelow: networkBytesPerHour },
      { answer: sent, quietBelow: networkBytesPerHour },
    ]);
    if (quietHours === hoursOfWeek) return { verdict: 'not_applicable', because: 'it rests in every hour: judged by gcp.compute.instance-idle' };
    if (nightHours < setting(settings, 'nightHours') || weekendHours < setting(settings, 'weekendHours')) return { verdict: 'pass' };
    const restingHours = nightHours * 5 + weekendHours;
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { machineType: item.machineType, restingHoursPerWeek: restingHours, cpuShare, networkBytesPerSecond, coverage: cpu.coverage },
      window: { start: cpu.start, end: cpu.end },
      formula: `hours of every night and of the weekend in which cpu/utilization < ${String(cpuShare)} and network < ${String(networkBytesPerSecond)} B/s each way, in both of ${String(windowDays)} days' weeks; saving = bill of cores and memory × resting hours ÷ ${String(hoursOfWeek)}`,
      assumptions: [
        'Hours are UTC.',
        'Discounts for sustained use shrink when a machine runs for a part of the month, which makes the saving smaller.',
        'Disks and addresses stay billed while it is stopped.',
      ],
      cost: { kind: 'share', share: exact(restingHours).dividedBy(hoursOfWeek).toFixed(4, 1), meters: sizeMeters, list: [] },
    };
  },
});
