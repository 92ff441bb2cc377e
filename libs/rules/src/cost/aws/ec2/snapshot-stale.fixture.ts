import type { AwsEc2Snapshot } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const snapshot = (more: Partial<AwsEc2Snapshot> = {}): AwsEc2Snapshot => ({
  snapshotId: 'snap-0a1b2c3d4e5f60718',
  volumeId: 'vol-0a1b2c3d4e5f60718',
  volumeSizeGib: 100,
  fullSnapshotSizeBytes: 10_737_418_240,
  startTime: '2026-05-01T08:00:00.000Z',
  state: 'completed',
  storageTier: 'standard',
  description: 'before maintenance',
  tags: {},
  ...more,
});
const image = (state: string) => ({
  imageId: 'ami-0a1b2c3d4e5f60718',
  name: 'base',
  state,
  creationDate: '2026-05-01T08:00:00.000Z',
  snapshotIds: ['snap-0a1b2c3d4e5f60718'],
  tags: {},
});
const volume = {
  volumeId: 'vol-0a1b2c3d4e5f60718',
  state: 'in-use',
  volumeType: 'gp3',
  sizeGib: 100,
  iops: 3000,
  throughputMibps: 125,
  createTime: '2026-01-01T08:00:00.000Z',
  availabilityZone: 'eu-central-1a',
  attachments: [],
  snapshotId: null,
  tags: {},
};

export const awsEc2SnapshotStaleFixture: RuleFixture<AwsEc2Snapshot> = {
  fail: [{ title: 'old, its volume gone, in no image', item: snapshot(), facts: { ageDays: 204, sourceVolumeExists: false, inImage: false } }],
  pass: [
    { title: 'its volume still exists', item: snapshot(), lookups: { volumes: [volume] } },
    { title: 'within the retention', item: snapshot({ startTime: '2026-10-01T00:00:00.000Z' }) },
    { title: 'within an organization’s longer retention (CF-37)', item: snapshot(), settings: { retentionDays: 400 } },
  ],
  notApplicable: [
    { title: 'part of an image', item: snapshot(), lookups: { images: [image('available')] }, because: /image/ },
    {
      title: 'part of a disabled image, which can be enabled again (custodian#9444)',
      item: snapshot(),
      lookups: { images: [image('disabled')] },
      because: /disabled/,
    },
    {
      title: 'taken by AWS Backup, by tag',
      item: snapshot({ tags: { 'aws:backup:source-resource': 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-1' } }),
      because: /backup/,
    },
    { title: 'taken by AWS Backup, by description', item: snapshot({ description: 'This snapshot is created by the AWS Backup service.' }), because: /backup/ },
    { title: 'copied from another region: its source was never here', item: snapshot({ volumeId: 'vol-ffffffff' }), because: /copied/ },
    { title: 'still being taken', item: snapshot({ state: 'pending' }), because: /pending/ },
  ],
  undetermined: [{ title: 'start time that is none', item: snapshot({ startTime: '' }), reason: 'unparsable' }],
};
