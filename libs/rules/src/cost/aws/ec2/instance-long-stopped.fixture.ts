import type { AwsEc2Instance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const instance = (more: Partial<AwsEc2Instance> = {}): AwsEc2Instance => ({
  instanceId: 'i-0a1b2c3d4e5f60718',
  instanceType: 'm5.large',
  state: 'stopped',
  launchTime: '2026-01-01T08:00:00.000Z',
  stateTransitionReason: 'User initiated (2026-09-30 17:04:12 GMT)',
  platformDetails: 'Linux/UNIX',
  usageOperation: 'RunInstances',
  tenancy: 'default',
  instanceLifecycle: null,
  imageId: 'ami-0a1b2c3d4e5f60718',
  volumeIds: ['vol-0aaaaaaaaaaaaaaa1', 'vol-0aaaaaaaaaaaaaaa2'],
  publicIp: null,
  sourceDestCheck: true,
  tags: {},
  ...more,
});

export const awsEc2InstanceLongStoppedFixture: RuleFixture<AwsEc2Instance> = {
  fail: [
    {
      title: 'stopped for more than 30 days: the bills of its volumes are claimed, not its own',
      item: instance(),
      facts: { stoppedForDays: 52, volumes: 2 },
      claims: ['arn:aws:ec2:eu-central-1:111122223333:volume/vol-0aaaaaaaaaaaaaaa1', 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0aaaaaaaaaaaaaaa2'],
    },
  ],
  pass: [
    { title: 'running', item: instance({ state: 'running', stateTransitionReason: null }) },
    { title: 'stopped lately', item: instance({ stateTransitionReason: 'User initiated (2026-11-12 00:00:00 GMT)' }) },
    { title: 'exactly 30 days is not more than 30', item: instance({ stateTransitionReason: 'User initiated (2026-10-23 00:00:00 GMT)' }) },
  ],
  notApplicable: [
    { title: 'instance store only: nothing is billed', item: instance({ volumeIds: [] }), because: /no EBS volume/ },
    { title: 'warm pool of an Auto Scaling group', item: instance({ tags: { 'aws:autoscaling:groupName': 'web' } }), because: /scaling group/ },
  ],
  undetermined: [
    {
      title: 'a reason without a time: nobody can tell how long',
      item: instance({ stateTransitionReason: 'Server.ScheduledStop: Stopped due to scheduled retirement' }),
      reason: 'unparsable',
    },
    { title: 'no reason at all', item: instance({ stateTransitionReason: null }), reason: 'unparsable' },
  ],
};
