import type { AwsEc2Instance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const instance = (more: Partial<AwsEc2Instance> = {}): AwsEc2Instance => ({
  instanceId: 'i-0a1b2c3d4e5f60718',
  instanceType: 'm4.large',
  state: 'running',
  launchTime: '2026-01-01T08:00:00.000Z',
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

export const awsEc2InstanceGenerationSupersededFixture: RuleFixture<AwsEc2Instance> = {
  fail: [
    { title: 'two generations behind', item: instance(), facts: { targetType: 'm5.large', targetFamily: 'm5' } },
    { title: 'burstable', item: instance({ instanceType: 't2.small' }), facts: { targetType: 't3.small' } },
    {
      title: 'a size that the new family does not have: named, its money unknown',
      item: instance({ instanceType: 'm4.10xlarge' }),
      facts: { targetType: null },
    },
    { title: 'Windows is priced as Windows', item: instance({ platformDetails: 'Windows' }), facts: { platformDetails: 'Windows' } },
  ],
  pass: [
    { title: 'one generation behind is no fault', item: instance({ instanceType: 'm5.large' }) },
    { title: 'Arm', item: instance({ instanceType: 'm7g.large' }) },
  ],
  notApplicable: [
    { title: 'stopped', item: instance({ state: 'stopped' }), because: /stopped/ },
    { title: 'spot', item: instance({ instanceLifecycle: 'spot' }), because: /spot/ },
    { title: 'member of an Auto Scaling group', item: instance({ tags: { 'aws:autoscaling:groupName': 'web' } }), because: /scaling group/ },
  ],
  undetermined: [{ title: 'a type of no known form', item: instance({ instanceType: 'm4' }), reason: 'unparsable' }],
};
