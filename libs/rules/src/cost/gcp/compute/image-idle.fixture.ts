import type { GcpComputeImage } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const project = 'https://www.googleapis.com/compute/v1/projects/acme-prod';
const image = (more: Partial<GcpComputeImage> = {}): GcpComputeImage => ({
  id: '5234567890123456789',
  selfLink: `${project}/global/images/golden-2025`,
  name: 'golden-2025',
  family: null,
  status: 'READY',
  creationTimestamp: '2025-12-01T00:00:00.000-08:00',
  archiveSizeBytes: 10_737_418_240,
  storageLocations: ['eu'],
  labels: {},
  ...more,
});
const disk = {
  id: '1234567890123456789',
  selfLink: `${project}/zones/europe-west1-b/disks/app-1`,
  name: 'app-1',
  zone: 'europe-west1-b',
  region: null,
  type: 'pd-ssd',
  sizeGb: 100,
  status: 'READY',
  creationTimestamp: '2026-01-01T00:00:00.000-08:00',
  lastAttachTimestamp: null,
  lastDetachTimestamp: null,
  users: [],
  sourceImage: `${project}/global/images/golden-2025`,
  storagePool: null,
  description: null,
  labels: {},
};
const template = { selfLink: `${project}/global/instanceTemplates/web`, sourceImages: ['projects/acme-prod/global/images/golden-2025'] };

export const gcpComputeImageIdleFixture: RuleFixture<GcpComputeImage> = {
  fail: [{ title: 'nothing is made from it', item: image(), facts: { usedByDisk: false, usedByTemplate: false } }],
  pass: [
    { title: 'a disk was made from it', item: image(), lookups: { disks: [disk] } },
    { title: 'a template names it, in the short form', item: image(), lookups: { templates: [template] } },
    { title: 'made lately', item: image({ creationTimestamp: '2026-11-15T00:00:00.000-08:00' }) },
  ],
  notApplicable: [
    { title: 'in a family, by whose name machines are made', item: image({ family: 'golden' }), because: /family/ },
    { title: 'failed', item: image({ status: 'FAILED' }), because: /FAILED/ },
  ],
  undetermined: [{ title: 'creation time that is none', item: image({ creationTimestamp: '' }), reason: 'unparsable' }],
};
