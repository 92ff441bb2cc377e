import type { AwsEc2Volume } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const volume = (more: Partial<AwsEc2Volume> = {}): AwsEc2Volume => ({
  volumeId: 'vol-0a1b2c3d4e5f60718',
  state: 'in-use',
  volumeType: 'gp3',
  sizeGib: 8,
  iops: 3000,
  throughputMibps: 125,
  createTime: '2026-06-01T08:00:00.000Z',
  availabilityZone: 'eu-central-1a',
  attachments: [],
  snapshotId: null,
  tags: { Name: 'data' },
  ...more,
});

export const awsEc2VolumeWithoutOwnerFixture: RuleFixture<AwsEc2Volume> = {
  fail: [{ title: 'tags, but no owner', item: volume(), facts: { tags: 1 } }],
  pass: [
    { title: 'has an owner, in other letters', item: volume({ tags: { Owner: 'data-team' } }) },
    { title: 'made this week', item: volume({ createTime: '2026-11-20T00:00:00.000Z' }) },
  ],
  notApplicable: [
    { title: 'owned by Kubernetes: the engine says so', item: volume({ tags: { 'kubernetes.io/created-for/pvc/name': 'data-0' } }), because: /Kubernetes/ },
  ],
  undetermined: [{ title: 'creation time that is none', item: volume({ createTime: 'yesterday' }), reason: 'unparsable' }],
};
