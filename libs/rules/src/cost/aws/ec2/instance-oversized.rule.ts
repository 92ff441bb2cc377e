import { type AwsEc2Instance, awsEc2InstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';
import { instancePriceKeys } from '../price-keys.js';
import { accelerated, burstable, halfSize, typeParts } from './instance-families.js';

const windowDays = 30;
/** Below both a machine does nothing, and ending it is another finding. */
const idle = { cpuPercent: 5, networkBytesPerDay: 5_000_000 };
const metric = (name: string, statistic: 'Maximum' | 'Sum', per: 'day' | 'hour'): MetricNeed<AwsEc2Instance> =>
  awsMetric({ namespace: 'AWS/EC2', name, statistic, windowDays, per }, (instance) => ({ InstanceId: instance.instanceId }));

export const awsEc2InstanceOversizedRule = defineRule<AwsEc2Instance>({
  id: 'aws.ec2.instance-oversized',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'EC2 instance twice as large as its work',
  why: 'A machine whose processor stays below 40 % in 99 of 100 hours of a month would do its work on half of it.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value={resourceId} --statistics Maximum --period 3600 --start-time "$(date -u -d \'30 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Look at the memory it uses: EC2 does not report it.',
      'Check that the smaller size has the network and EBS bandwidth that it needs.',
      'Stop the machine, change its type to the next smaller size, start it.',
    ],
    rollback: 'Stop the machine and change its type back.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: awsEc2InstancesReader },
  lookups: {},
  metrics: { cpu: metric('CPUUtilization', 'Maximum', 'hour'), networkIn: metric('NetworkIn', 'Sum', 'day'), networkOut: metric('NetworkOut', 'Sum', 'day') },
  defaults: { cpuPercent: 40 },
  candidate({ item, at }) {
    if (item.state !== 'running') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.instanceLifecycle === 'spot') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    const parts = typeParts(item.instanceType);
    if (parts === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { instanceType: item.instanceType } };
    if (accelerated.test(parts.family)) return { verdict: 'not_applicable', because: 'its work is done by accelerators, whose number sets its size' };
    if (burstable.test(parts.family)) return { verdict: 'not_applicable', because: 'burstable: its size is bought for bursts' };
    if (halfSize[parts.size] === undefined) return { verdict: 'not_applicable', because: 'its family has no size of half as much' };
    const ageDays = daysSince(item.launchTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { launchTime: item.launchTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, networkIn, networkOut } = metrics;
    const parts = typeParts(item.instanceType);
    const smaller = parts === null ? undefined : halfSize[parts.size];
    if (cpu === undefined || networkIn === undefined || networkOut === undefined || parts === null || smaller === undefined)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const maxNetworkBytesPerDay = Math.max(...networkIn.values) + Math.max(...networkOut.values);
    if (Math.max(...cpu.values) < idle.cpuPercent && maxNetworkBytesPerDay < idle.networkBytesPerDay)
      return { verdict: 'not_applicable', because: 'it does nothing at all: judged by aws.ec2.instance-idle' };
    const cpuPercent = setting(settings, 'cpuPercent');
    const p99CpuPercent = percentile(cpu.values, 99);
    if (p99CpuPercent >= cpuPercent) return { verdict: 'pass' };
    const targetType = `${parts.family}.${smaller}`;
    const region = identity.region ?? '';
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { instanceType: item.instanceType, targetType, p99CpuPercent, cpuPercent, memory: 'unknown', cpuCoverage: cpu.coverage },
      window: { start: cpu.start, end: cpu.end },
      formula: `P99 of hourly CPUUtilization Maximum < ${String(cpuPercent)} % over ${String(windowDays)} days; saving = bill × (1 − list price of ${targetType} ÷ list price of ${item.instanceType})`,
      assumptions: [
        'Memory is unknown: EC2 does not report it, so at most one size down is advised.',
        'Network and EBS bandwidth halve with the size and are not weighed.',
      ],
      cost: { kind: 'ratio', list: instancePriceKeys(item, region), target: instancePriceKeys({ ...item, instanceType: targetType }, region) },
    };
  },
});
