import type { GcpComputeDisk } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const zone = 'https://www.googleapis.com/compute/v1/projects/acme-prod/zones/europe-west1-b';
const disk = (more: Partial<GcpComputeDisk> = {}): GcpComputeDisk => ({
  id: '1234567890123456789',
  selfLink: `${zone}/disks/data-1`,
  name: 'data-1',
  zone: 'europe-west1-b',
  region: null,
  type: 'pd-balanced',
  sizeGb: 200,
  status: 'READY',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  lastAttachTimestamp: '2026-01-02T00:00:00.000-07:00',
  lastDetachTimestamp: '2026-09-01T00:00:00.000-07:00',
  users: [],
  sourceImage: null,
  storagePool: null,
  description: null,
  labels: {},
  ...more,
});

export const gcpComputeDiskUnattachedFixture: RuleFixture<GcpComputeDisk> = {
  fail: [
    { title: 'detached for more than 15 days', item: disk(), facts: { unattachedDays: 81, everAttached: true } },
    { title: 'never attached: counted from creation', item: disk({ lastAttachTimestamp: null, lastDetachTimestamp: null }), facts: { everAttached: false } },
  ],
  pass: [
    { title: 'attached', item: disk({ users: [`${zone}/instances/app-1`] }) },
    { title: 'attached to a machine that is stopped', item: disk({ users: [`${zone}/instances/stopped-1`] }) },
    { title: 'detached lately, though old', item: disk({ lastDetachTimestamp: '2026-11-15T00:00:00.000-07:00' }) },
  ],
  notApplicable: [
    { title: 'GKE volume by label', item: disk({ labels: { 'goog-gke-volume': '' } }), because: /Kubernetes/ },
    {
      title: 'GKE claim by name: it is attached again when its pod comes back',
      item: disk({ name: 'pvc-0a1b2c3d-4e5f-4607-8910-111213141516' }),
      because: /Kubernetes/,
    },
    { title: 'claim of an old cluster by name', item: disk({ name: 'gke-prod-1a2b3c-pvc-0a1b2c3d-4e5f-4607-8910-111213141516' }), because: /Kubernetes/ },
    { title: 'claim by description', item: disk({ description: '{"kubernetes.io/created-for/pvc/name":"data-0"}' }), because: /Kubernetes/ },
    { title: 'in a storage pool', item: disk({ type: 'hyperdisk-balanced', storagePool: `${zone}/storagePools/pool` }), because: /pool/ },
    { title: 'being made', item: disk({ status: 'CREATING' }), because: /CREATING/ },
  ],
  undetermined: [{ title: 'times that are none', item: disk({ lastDetachTimestamp: null, creationTimestamp: '' }), reason: 'unparsable' }],
};
