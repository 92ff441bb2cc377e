import type { AwsEc2Address } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const address = (more: Partial<AwsEc2Address> = {}): AwsEc2Address => ({
  allocationId: 'eipalloc-0a1b2c3d4e5f60718',
  publicIp: '198.51.100.7',
  associationId: null,
  instanceId: null,
  networkInterfaceId: null,
  publicIpv4Pool: 'amazon',
  tags: {},
  ...more,
});
const associated = { associationId: 'eipassoc-0a1b2c3d4e5f60718', instanceId: 'i-0a1b2c3d4e5f60718', networkInterfaceId: 'eni-0a1b2c3d4e5f60718' };
const instance = (state: string) => ({
  instanceId: 'i-0a1b2c3d4e5f60718',
  instanceType: 'm5.large',
  state,
  launchTime: '2026-01-01T08:00:00.000Z',
  stateTransitionReason: null,
  platformDetails: null,
  usageOperation: null,
  tenancy: null,
  instanceLifecycle: null,
  imageId: null,
  volumeIds: [],
  publicIp: null,
  sourceDestCheck: null,
  tags: {},
});

export const awsEc2AddressIdleFixture: RuleFixture<AwsEc2Address> = {
  fail: [
    { title: 'associated with nothing', item: address(), facts: { associated: false }, withoutLookups: true },
    {
      title: 'on a stopped machine',
      item: address(associated),
      lookups: { stoppedInstances: [instance('stopped')] },
      facts: { associated: true, instanceState: 'stopped' },
    },
  ],
  pass: [
    { title: 'on a running machine', item: address(associated), lookups: { stoppedInstances: [instance('running')] } },
    { title: 'on a NAT gateway: an association without an instance', item: address({ ...associated, instanceId: null }) },
  ],
  notApplicable: [
    { title: 'the customer’s own range is free', item: address({ publicIpv4Pool: 'ipv4pool-ec2-0a1b2c3d' }), because: /BYOIP/ },
    { title: 'address of a cluster’s balancer', item: address({ tags: { 'kubernetes.io/service-name': 'shop/web' } }), because: /Kubernetes/ },
  ],
  undetermined: [],
};
