import type { GcpComputeTargetVpnGateway } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const gateway = (more: Partial<GcpComputeTargetVpnGateway> = {}): GcpComputeTargetVpnGateway => ({
  id: '6234567890123456789',
  selfLink: 'https://www.googleapis.com/compute/v1/projects/acme-prod/regions/europe-west1/targetVpnGateways/office',
  name: 'office',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  region: 'europe-west1',
  status: 'READY',
  tunnels: 0,
  forwardingRules: 3,
  labels: {},
  ...more,
});

export const gcpComputeVpnGatewayNoTunnelFixture: RuleFixture<GcpComputeTargetVpnGateway> = {
  fail: [{ title: 'no tunnel for months', item: gateway(), facts: { tunnels: 0, forwardingRules: 3 } }],
  pass: [
    { title: 'one tunnel, even if it is down: the other side may come back', item: gateway({ tunnels: 1 }) },
    { title: 'made last week', item: gateway({ creationTimestamp: '2026-11-15T00:00:00.000-07:00' }) },
  ],
  notApplicable: [{ title: 'being made', item: gateway({ status: 'CREATING' }), because: /CREATING/ }],
  undetermined: [{ title: 'times that are none', item: gateway({ creationTimestamp: '' }), reason: 'unparsable' }],
};
