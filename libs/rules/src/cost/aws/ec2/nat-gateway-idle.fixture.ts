import type { AwsEc2NatGateway } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const gateway = (more: Partial<AwsEc2NatGateway> = {}): AwsEc2NatGateway => ({
  natGatewayId: 'nat-0a1b2c3d4e5f60718',
  state: 'available',
  createTime: '2026-01-01T08:00:00.000Z',
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetId: 'subnet-0a1b2c3d4e5f60718',
  connectivityType: 'public',
  allocationIds: ['eipalloc-0a1b2c3d4e5f60718'],
  tags: {},
  ...more,
});
const silent = { bytesOut: [0], bytesIn: [0] };

export const awsEc2NatGatewayIdleFixture: RuleFixture<AwsEc2NatGateway> = {
  fail: [{ title: 'not a byte for 30 days', item: gateway(), metrics: silent, facts: { bytesOutToDestination: 0 } }],
  pass: [
    {
      title: 'one day with traffic, judged by bytes and not by the machines of its subnet (thrifty#111)',
      item: gateway(),
      metrics: { ...silent, bytesOut: [0, 0, 512] },
    },
    { title: 'answers only', item: gateway(), metrics: { ...silent, bytesIn: [1] } },
  ],
  notApplicable: [
    { title: 'being deleted', item: gateway({ state: 'deleting' }), because: /deleting/ },
    { title: 'owned by a cluster', item: gateway({ tags: { 'kubernetes.io/cluster/prod': 'owned' } }), because: /Kubernetes/ },
  ],
  undetermined: [
    { title: 'no datapoints are not zero bytes', item: gateway(), reason: 'no_metrics' },
    { title: 'younger than the window', item: gateway({ createTime: '2026-11-01T00:00:00.000Z' }), metrics: silent, reason: 'too_young' },
    { title: 'creation time that is none', item: gateway({ createTime: '' }), metrics: silent, reason: 'unparsable' },
  ],
};
