import type { GcpComputeAddress, GcpComputeDisk, GcpComputeInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const zone = 'https://www.googleapis.com/compute/v1/projects/acme-prod/zones/europe-west1-b';
const instance = (more: Partial<GcpComputeInstance> = {}): GcpComputeInstance => ({
  id: '2234567890123456789',
  selfLink: `${zone}/instances/app-1`,
  name: 'app-1',
  zone: 'europe-west1-b',
  machineType: 'e2-standard-4',
  status: 'TERMINATED',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  lastStartTimestamp: '2026-02-01T00:00:00.000-07:00',
  lastStopTimestamp: null,
  labels: {},
  disks: [{ source: `${zone}/disks/app-1`, type: 'PERSISTENT' }],
  provisioningModel: 'STANDARD',
  createdBy: null,
  guestAccelerators: 0,
  natIps: [],
  ...more,
});
const stopped = (more: Partial<GcpComputeInstance> = {}): GcpComputeInstance => instance({ lastStopTimestamp: '2026-09-01T00:00:00.000-07:00', ...more });
const disk: GcpComputeDisk = {
  id: '1234567890123456789',
  selfLink: `${zone}/disks/app-1`,
  name: 'app-1',
  zone: 'europe-west1-b',
  region: null,
  type: 'pd-balanced',
  sizeGb: 50,
  status: 'READY',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  lastAttachTimestamp: '2026-01-01T00:00:00.000-07:00',
  lastDetachTimestamp: null,
  users: [`${zone}/instances/app-1`],
  sourceImage: null,
  storagePool: null,
  description: null,
  labels: {},
};
const address: GcpComputeAddress = {
  id: '3234567890123456789',
  selfLink: 'https://www.googleapis.com/compute/v1/projects/acme-prod/regions/europe-west1/addresses/app-ip',
  name: 'app-ip',
  region: 'europe-west1',
  address: '203.0.113.20',
  addressType: 'EXTERNAL',
  status: 'IN_USE',
  purpose: null,
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  users: [`${zone}/instances/app-1`],
  networkTier: 'PREMIUM',
  labels: {},
};

export const gcpComputeInstanceLongStoppedFixture: RuleFixture<GcpComputeInstance> = {
  fail: [
    {
      title: 'stopped for more than 30 days: the bills of its disk and address are claimed, not its own',
      item: stopped({ natIps: ['203.0.113.20'] }),
      lookups: { disks: [disk], addresses: [address] },
      facts: { stoppedForDays: 81, disks: 1, addresses: 1 },
      claims: [
        '//compute.googleapis.com/projects/acme-prod/zones/europe-west1-b/disks/app-1',
        '//compute.googleapis.com/projects/acme-prod/regions/europe-west1/addresses/app-ip',
      ],
    },
  ],
  pass: [
    { title: 'running', item: instance({ status: 'RUNNING' }) },
    { title: 'stopped lately', item: stopped({ lastStopTimestamp: '2026-11-01T00:00:00.000-07:00' }), lookups: { disks: [disk] } },
  ],
  notApplicable: [
    { title: 'without disk and address', item: stopped({ disks: [] }), because: /nothing is billed/ },
    { title: 'suspended: memory is billed too', item: stopped({ status: 'SUSPENDED' }), because: /suspended/ },
    {
      title: 'member of a managed instance group',
      item: stopped({ createdBy: 'projects/1/zones/europe-west1-b/instanceGroupManagers/web' }),
      because: /instance group/,
    },
    { title: 'node of GKE', item: stopped({ labels: { 'goog-gke-node': '' } }), because: /Kubernetes/ },
  ],
  undetermined: [{ title: 'no stop time', item: stopped({ lastStopTimestamp: null }), reason: 'unparsable' }],
};
