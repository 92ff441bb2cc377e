import type { AwsEc2Instance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const instance = (more: Partial<AwsEc2Instance> = {}): AwsEc2Instance => ({
  instanceId: 'i-0a1b2c3d4e5f60718',
  instanceType: 'm5.large',
  state: 'running',
  launchTime: '2026-08-01T08:00:00.000Z',
  stateTransitionReason: null,
  platformDetails: 'Linux/UNIX',
  usageOperation: 'RunInstances',
  tenancy: 'default',
  instanceLifecycle: null,
  imageId: 'ami-0a1b2c3d4e5f60718',
  volumeIds: ['vol-0a1b2c3d4e5f60718'],
  publicIp: null,
  sourceDestCheck: true,
  tags: { Name: 'app-1' },
  ...more,
});
const idle = { cpu: [0.4, 1.2], networkIn: [1_000_000], networkOut: [500_000] };

export const awsEc2InstanceIdleFixture: RuleFixture<AwsEc2Instance> = {
  fail: [
    { title: 'no processor and no network for two weeks', item: instance(), metrics: idle, facts: { maxCpuPercent: 1.2, maxNetworkBytesPerDay: 1_500_000 } },
  ],
  pass: [
    { title: 'one busy hour in two weeks (a CI runner), which its day’s Maximum keeps', item: instance(), metrics: { ...idle, cpu: [0.4, 0.4, 80] } },
    { title: 'quiet processor but network traffic', item: instance(), metrics: { ...idle, networkOut: [4_500_000] } },
    { title: 'exactly at the bar is not below it', item: instance(), metrics: { ...idle, cpu: [5] } },
  ],
  notApplicable: [
    { title: 'stopped', item: instance({ state: 'stopped' }), because: /stopped/ },
    { title: 'spot', item: instance({ instanceLifecycle: 'spot' }), because: /spot/ },
    { title: 'NAT instance', item: instance({ sourceDestCheck: false }), because: /forwards/ },
    { title: 'member of an Auto Scaling group', item: instance({ tags: { 'aws:autoscaling:groupName': 'web' } }), because: /scaling group/ },
    { title: 'node of a cluster', item: instance({ tags: { 'kubernetes.io/cluster/prod': 'owned' } }), because: /Kubernetes/ },
  ],
  undetermined: [
    { title: 'no datapoints are not idleness (custodian#4320)', item: instance(), reason: 'no_metrics' },
    { title: 'one metric of three is missing', item: instance(), metrics: { cpu: [0.1], networkIn: [1] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: instance({ launchTime: '2026-11-10T00:00:00.000Z' }), metrics: idle, reason: 'too_young' },
    { title: 'GPU load is not in CPUUtilization', item: instance({ instanceType: 'g5.xlarge' }), metrics: idle, reason: 'no_metrics' },
    { title: 'launch time that is none', item: instance({ launchTime: '' }), metrics: idle, reason: 'unparsable' },
  ],
};
