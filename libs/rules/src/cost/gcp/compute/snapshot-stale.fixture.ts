import type { GcpComputeSnapshot } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const project = 'https://www.googleapis.com/compute/v1/projects/acme-prod';
const sourceDisk = `${project}/zones/europe-west1-b/disks/old-db`;
const snapshot = (more: Partial<GcpComputeSnapshot> = {}): GcpComputeSnapshot => ({
  id: '4234567890123456789',
  selfLink: `${project}/global/snapshots/before-upgrade`,
  name: 'before-upgrade',
  status: 'READY',
  creationTimestamp: '2026-03-01T00:00:00.000-08:00',
  diskSizeGb: 100,
  storageBytes: 21_474_836_480,
  sourceDisk,
  autoCreated: false,
  sourceSnapshotSchedulePolicy: null,
  storageLocations: ['europe-west1'],
  labels: {},
  ...more,
});
const disk = {
  id: '1234567890123456789',
  selfLink: sourceDisk.replace('www.googleapis.com/compute', 'compute.googleapis.com/compute'),
  name: 'old-db',
  zone: 'europe-west1-b',
  region: null,
  type: 'pd-ssd',
  sizeGb: 100,
  status: 'READY',
  creationTimestamp: '2026-01-01T00:00:00.000-08:00',
  lastAttachTimestamp: null,
  lastDetachTimestamp: null,
  users: [],
  sourceImage: null,
  storagePool: null,
  description: null,
  labels: {},
};

export const gcpComputeSnapshotStaleFixture: RuleFixture<GcpComputeSnapshot> = {
  fail: [{ title: 'old, its disk gone, taken by hand', item: snapshot(), facts: { sourceDiskExists: false, ageDays: 265 } }],
  pass: [
    { title: 'its disk still exists, under another host name of the same API', item: snapshot(), lookups: { disks: [disk] } },
    { title: 'within the retention', item: snapshot({ creationTimestamp: '2026-10-01T00:00:00.000-07:00' }) },
  ],
  notApplicable: [
    { title: 'taken by a schedule', item: snapshot({ autoCreated: true }), because: /schedule/ },
    {
      title: 'taken by a named policy',
      item: snapshot({ sourceSnapshotSchedulePolicy: `${project}/regions/europe-west1/resourcePolicies/daily` }),
      because: /schedule/,
    },
    { title: 'without a source', item: snapshot({ sourceDisk: null }), because: /source/ },
    { title: 'being uploaded', item: snapshot({ status: 'UPLOADING' }), because: /UPLOADING/ },
    { title: 'kept by GKE', item: snapshot({ labels: { 'goog-gke-volume': '' } }), because: /Kubernetes/ },
  ],
  undetermined: [{ title: 'creation time that is none', item: snapshot({ creationTimestamp: '' }), reason: 'unparsable' }],
};
