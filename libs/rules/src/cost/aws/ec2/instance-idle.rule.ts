import { type AwsEc2Instance, awsEc2InstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { instancePriceKeys } from '../price-keys.js';

const windowDays = 14;
// A day's Maximum is the highest of its hours' maxima, so 14 points say what 336 would, and three series of a machine fit one call's datapoints.
const metric = (name: string, statistic: 'Maximum' | 'Sum'): MetricNeed<AwsEc2Instance> => ({
  spec: { cloud: 'aws', namespace: 'AWS/EC2', name, statistic, periodSeconds: 86_400, windowDays, absentMeansZero: false },
  dimensions: (instance) => ({ InstanceId: instance.instanceId }),
});
/** Families whose work is done by accelerators, which CPUUtilization does not see. */
const accelerated = /^(p\d|g\d|gr\d|inf\d|trn\d|dl\d|f\d|vt\d)/;

export const awsEc2InstanceIdleRule = defineRule<AwsEc2Instance>({
  id: 'aws.ec2.instance-idle',
  version: 2,
  cloud: 'aws',
  family: 'cost',
  title: 'EC2 instance that does nothing',
  why: 'A machine whose processor never reaches 5 % and that moves less than 5 MB a day for two weeks is paid for without being used.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/EC2 --metric-name CPUUtilization --dimensions Name=InstanceId,Value={resourceId} --statistics Maximum --period 86400 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Ask the owner (tags) what the machine is for: standby, bastion and licence servers are idle by design.',
      'Stop the machine and watch for a week.',
      'Take an image of it and terminate it.',
    ],
    rollback: 'Start the stopped machine, or launch a new one from the image.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsEc2InstancesReader },
  lookups: {},
  metrics: { cpu: metric('CPUUtilization', 'Maximum'), networkIn: metric('NetworkIn', 'Sum'), networkOut: metric('NetworkOut', 'Sum') },
  defaults: { cpuPercent: 5, networkBytesPerDay: 5_000_000 },
  candidate({ item, at }) {
    if (item.state !== 'running') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.instanceLifecycle === 'spot') return { verdict: 'not_applicable', because: 'spot machine: the market ends it' };
    if (item.sourceDestCheck === false) return { verdict: 'not_applicable', because: 'it forwards the traffic of others (NAT or firewall instance)' };
    if (accelerated.test(item.instanceType))
      return { verdict: 'undetermined', reason: 'no_metrics', facts: { instanceType: item.instanceType, missing: 'accelerator utilisation' } };
    const ageDays = daysSince(item.launchTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { launchTime: item.launchTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, networkIn, networkOut } = metrics;
    if (cpu === undefined || networkIn === undefined || networkOut === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const maxCpuPercent = Math.max(...cpu.values);
    // The busiest day in plus the busiest day out: never less than the busiest day's sum, so it can only spare a machine.
    const maxNetworkBytesPerDay = Math.max(...networkIn.values) + Math.max(...networkOut.values);
    const cpuPercent = setting(settings, 'cpuPercent');
    const networkBytesPerDay = setting(settings, 'networkBytesPerDay');
    if (maxCpuPercent >= cpuPercent || maxNetworkBytesPerDay >= networkBytesPerDay) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        instanceType: item.instanceType,
        launchTime: item.launchTime,
        maxCpuPercent,
        cpuPercent,
        maxNetworkBytesPerDay,
        networkBytesPerDay,
        cpuCoverage: cpu.coverage,
        networkCoverage: Math.min(networkIn.coverage, networkOut.coverage),
      },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(
        `max(daily CPUUtilization Maximum) < ${String(cpuPercent)} % and max(daily NetworkIn) + max(daily NetworkOut) < ${String(networkBytesPerDay)} bytes over ${String(windowDays)} days`,
      ),
      assumptions: [
        'Work that shows in neither processor nor network (a licence server, a standby for disaster recovery) is not seen.',
        'Volumes and addresses stay billed; they are findings of their own.',
      ],
      cost: { kind: 'whole', list: instancePriceKeys(item, identity.region ?? '') },
    };
  },
});
