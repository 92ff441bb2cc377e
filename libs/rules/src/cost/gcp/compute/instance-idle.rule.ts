import { type GcpComputeInstance, gcpComputeInstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { isGroupMember } from '../resource-path.js';

const windowDays = 14;
const hourSeconds = 3600;
const metric = (name: string, statistic: 'Maximum' | 'Sum'): MetricNeed<GcpComputeInstance> => ({
  spec: { cloud: 'gcp', namespace: 'compute.googleapis.com', name, statistic, periodSeconds: hourSeconds, windowDays, absentMeansZero: false },
  dimensions: (instance) => ({ instance_id: instance.id }),
});

export const gcpComputeInstanceIdleRule = defineRule<GcpComputeInstance>({
  id: 'gcp.compute.instance-idle',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Compute Engine machine that does nothing',
  why: 'A machine whose processor stays below 3 % and that moves less than 2 kB a second for two weeks is paid for without being used.',
  verify: 'gcloud compute instances describe {resourceId} --format "yaml(status,machineType,lastStartTimestamp)"',
  remedy: {
    steps: [
      'Ask the owner (labels) what the machine is for: standby and licence servers are idle by design.',
      'Stop the machine and watch for a week.',
      'Take a machine image and delete it.',
    ],
    rollback: 'Start the stopped machine, or create one from the machine image.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: gcpComputeInstancesReader },
  lookups: {},
  metrics: {
    cpu: metric('instance/cpu/utilization', 'Maximum'),
    received: metric('instance/network/received_bytes_count', 'Sum'),
    sent: metric('instance/network/sent_bytes_count', 'Sum'),
  },
  defaults: { cpuP97Share: 0.03, receivedBytesPerSecond: 2000, sentBytesPerSecond: 1000 },
  candidate({ item, at }) {
    if (item.status !== 'RUNNING') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (isGroupMember(item.createdBy)) return { verdict: 'not_applicable', because: 'member of a managed instance group' };
    if (item.provisioningModel === 'SPOT') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    if (item.guestAccelerators > 0)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: { guestAccelerators: item.guestAccelerators, missing: 'accelerator utilisation' } };
    const runningSince = item.lastStartTimestamp ?? item.creationTimestamp;
    const runningDays = daysSince(runningSince, at);
    if (runningDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { runningSince } };
    return runningDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { runningDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu, received, sent } = metrics;
    if (cpu === undefined || received === undefined || sent === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const facts = {
      cpuP97Share: percentile(cpu.values, 97),
      receivedP95BytesPerSecond: percentile(received.values, 95) / hourSeconds,
      sentP95BytesPerSecond: percentile(sent.values, 95) / hourSeconds,
    };
    const cpuBar = setting(settings, 'cpuP97Share');
    const receivedBar = setting(settings, 'receivedBytesPerSecond');
    const sentBar = setting(settings, 'sentBytesPerSecond');
    if (facts.cpuP97Share >= cpuBar || facts.receivedP95BytesPerSecond >= receivedBar || facts.sentP95BytesPerSecond >= sentBar) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { machineType: item.machineType, ...facts, cpuBar, receivedBar, sentBar, coverage: Math.min(cpu.coverage, received.coverage, sent.coverage) },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(
        `P97(hourly maximum of cpu/utilization) < ${String(cpuBar)}, P95(hourly received) < ${String(receivedBar)} B/s, P95(hourly sent) < ${String(sentBar)} B/s, over ${String(windowDays)} days`,
      ),
      assumptions: [
        'Work that shows in neither processor nor network is not seen.',
        'Disks and addresses stay billed; they are findings of their own.',
        'Cores and memory are separate list prices per family, so without a bill the price is unknown.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
