import type { GcpComputeAddress } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const project = 'https://www.googleapis.com/compute/v1/projects/acme-prod';
const address = (more: Partial<GcpComputeAddress> = {}): GcpComputeAddress => ({
  id: '3234567890123456789',
  selfLink: `${project}/regions/europe-west1/addresses/old-ip`,
  name: 'old-ip',
  region: 'europe-west1',
  address: '203.0.113.21',
  addressType: 'EXTERNAL',
  status: 'RESERVED',
  purpose: null,
  creationTimestamp: '2026-06-01T00:00:00.000-07:00',
  users: [],
  networkTier: 'PREMIUM',
  labels: {},
  ...more,
});

export const gcpComputeAddressIdleFixture: RuleFixture<GcpComputeAddress> = {
  fail: [
    { title: 'reserved and used by nothing', item: address(), facts: { status: 'RESERVED', users: 0 } },
    { title: 'a global one', item: address({ selfLink: `${project}/global/addresses/old-ip`, region: null }) },
  ],
  pass: [
    { title: 'in use', item: address({ status: 'IN_USE', users: [`${project}/zones/europe-west1-b/instances/app-1`] }) },
    { title: 'reserved lately', item: address({ creationTimestamp: '2026-11-10T00:00:00.000-07:00' }) },
  ],
  notApplicable: [
    { title: 'internal', item: address({ addressType: 'INTERNAL' }), because: /internal/ },
    { title: 'kept by Cloud NAT', item: address({ purpose: 'NAT_AUTO' }), because: /NAT_AUTO/ },
    { title: 'kept for Private Service Connect', item: address({ purpose: 'PRIVATE_SERVICE_CONNECT' }), because: /PRIVATE_SERVICE_CONNECT/ },
    { title: 'kept by GKE', item: address({ labels: { 'goog-gke-cluster': 'prod' } }), because: /Kubernetes/ },
  ],
  undetermined: [{ title: 'creation time that is none', item: address({ creationTimestamp: '' }), reason: 'unparsable' }],
};
