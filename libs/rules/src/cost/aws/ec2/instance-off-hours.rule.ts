import { type AwsEc2Instance, awsEc2InstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';
import { nonProductionSign, offHours } from '../../../engine/off-hours.js';
import { instancePriceKeys } from '../price-keys.js';

const windowDays = 14;
/** 1 kB a second, over an hour. */
const networkBytesPerHour = 3_600_000;
const metric = (name: string, statistic: 'Maximum' | 'Sum'): MetricNeed<AwsEc2Instance> =>
  awsMetric({ namespace: 'AWS/EC2', name, statistic, windowDays, per: 'hour' }, (instance) => ({ InstanceId: instance.instanceId }));

export const awsEc2InstanceOffHoursRule = defineRule<AwsEc2Instance>({
  id: 'aws.ec2.instance-off-hours',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Machine outside production that runs through nights and weekends',
  why: 'A machine that people use in working hours only is billed for 168 hours a week and used for some 50 of them.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value={resourceId} --statistics Maximum --period 3600 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Ask the owner which hours are needed, and what must run at night.',
      'Give the machine a schedule that stops and starts it (Instance Scheduler, EventBridge).',
    ],
    rollback: 'Remove the schedule and start the machine.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: awsEc2InstancesReader },
  lookups: {},
  metrics: { cpu: metric('CPUUtilization', 'Maximum'), networkIn: metric('NetworkIn', 'Sum'), networkOut: metric('NetworkOut', 'Sum') },
  defaults: { cpuPercent: 5, nightHours: 8, weekendHours: 40 },
  candidate({ item, identity, at }) {
    if (item.state !== 'running') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.instanceLifecycle === 'spot') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    if (nonProductionSign(identity.name, identity.tags) === null)
      return { verdict: 'not_applicable', because: 'neither its tags nor its name say that it is not production' };
    const ageDays = daysSince(item.launchTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { launchTime: item.launchTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, networkIn, networkOut } = metrics;
    if (cpu === undefined || networkIn === undefined || networkOut === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const cpuPercent = setting(settings, 'cpuPercent');
    const { nightHours, weekendHours, share, quietHours } = offHours([
      { answer: cpu, quietBelow: cpuPercent },
      { answer: networkIn, quietBelow: networkBytesPerHour },
      { answer: networkOut, quietBelow: networkBytesPerHour },
    ]);
    if (quietHours === 168) return { verdict: 'not_applicable', because: 'it does nothing at any hour: judged by aws.ec2.instance-idle' };
    if (nightHours < setting(settings, 'nightHours') || weekendHours < setting(settings, 'weekendHours')) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { instanceType: item.instanceType, sign: nonProductionSign(identity.name, identity.tags), nightHours, weekendHours, share, cpuPercent },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(
        `at the same hours of both weeks CPU < ${String(cpuPercent)} % and network < 1 kB/s: ≥ ${String(setting(settings, 'nightHours'))} hours a night, ≥ ${String(setting(settings, 'weekendHours'))} of the weekend's 48; of the bill the share (5 × night + weekend) ÷ 168 is counted`,
      ),
      assumptions: [
        'Hours are counted in UTC.',
        'What a commitment pays for saves nothing while the machine is off: it is in the gross amount, not in the realisable one.',
        'Its volumes and addresses stay billed and are no part of its bill.',
      ],
      cost: { kind: 'share', share, meters: null, list: instancePriceKeys(item, identity.region ?? '') },
    };
  },
});
