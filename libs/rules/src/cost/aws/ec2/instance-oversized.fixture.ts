import type { AwsEc2Instance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const instance = (more: Partial<AwsEc2Instance> = {}): AwsEc2Instance => ({
  instanceId: 'i-0a1b2c3d4e5f60718',
  instanceType: 'm5.2xlarge',
  state: 'running',
  launchTime: '2026-08-01T08:00:00.000Z',
  stateTransitionReason: null,
  platformDetails: 'Linux/UNIX',
  usageOperation: 'RunInstances',
  tenancy: 'default',
  instanceLifecycle: null,
  imageId: 'ami-0a1b2c3d4e5f60718',
  volumeIds: [],
  publicIp: null,
  sourceDestCheck: true,
  tags: {},
  ...more,
});
const busy = { networkIn: [200_000_000], networkOut: [300_000_000] };

export const awsEc2InstanceOversizedFixture: RuleFixture<AwsEc2Instance> = {
  fail: [
    {
      title: 'never above a quarter of its processors',
      item: instance(),
      metrics: { ...busy, cpu: [8, 25] },
      facts: { targetType: 'm5.xlarge', memory: 'unknown', p99CpuPercent: 25 },
    },
    {
      title: 'one hour in two hundred at the limit is left out of P99',
      item: instance(),
      metrics: { ...busy, cpu: [...Array.from({ length: 199 }, () => 20), 95] },
    },
    { title: 'quiet processor, but it moves data: it works', item: instance(), metrics: { ...busy, cpu: [1] } },
  ],
  pass: [
    { title: 'exactly at the bar is not below it', item: instance(), metrics: { ...busy, cpu: [40] } },
    { title: 'busy one hour in twenty', item: instance(), metrics: { ...busy, cpu: [...Array.from({ length: 19 }, () => 5), 70] } },
  ],
  notApplicable: [
    {
      title: 'does nothing: only idle counts, never both',
      item: instance(),
      metrics: { cpu: [1], networkIn: [1000], networkOut: [1000] },
      because: /instance-idle/,
    },
    { title: 'stopped', item: instance({ state: 'stopped' }), because: /stopped/ },
    { title: 'spot', item: instance({ instanceLifecycle: 'spot' }), because: /spot/ },
    { title: 'burstable: credits are why it looks large', item: instance({ instanceType: 't3.xlarge' }), because: /burstable/ },
    { title: 'GPU load is not in CPUUtilization', item: instance({ instanceType: 'g5.xlarge' }), because: /accelerators/ },
    { title: 'the smallest of its family', item: instance({ instanceType: 'm5.large' }), because: /half as much/ },
    { title: 'member of an Auto Scaling group', item: instance({ tags: { 'aws:autoscaling:groupName': 'web' } }), because: /scaling group/ },
  ],
  undetermined: [
    { title: 'no datapoints', item: instance(), reason: 'no_metrics' },
    { title: 'younger than the window', item: instance({ launchTime: '2026-11-10T00:00:00.000Z' }), metrics: { ...busy, cpu: [8] }, reason: 'too_young' },
    { title: 'launch time that is none', item: instance({ launchTime: '' }), metrics: { ...busy, cpu: [8] }, reason: 'unparsable' },
  ],
};
