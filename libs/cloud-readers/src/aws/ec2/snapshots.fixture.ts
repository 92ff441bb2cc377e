import { ec2Answer, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEc2SnapshotsReader } from './snapshots.reader.js';

export const fixture = readerFixture({
  reader: awsEc2SnapshotsReader,
  scope: fixtureScopes.region,
  answers: [
    ec2Answer(
      'DescribeSnapshots',
      '<snapshotSet><item><snapshotId>snap-0aaa</snapshotId><volumeId>vol-0bbb</volumeId><status>completed</status><startTime>2025-01-02T03:04:05.000Z</startTime><progress>100%</progress><ownerId>111122223333</ownerId><volumeSize>30</volumeSize><fullSnapshotSizeInBytes>10737418240</fullSnapshotSizeInBytes><description>before upgrade</description><storageTier>standard</storageTier></item></snapshotSet><nextToken>page-two</nextToken>',
    ),
    ec2Answer(
      'DescribeSnapshots',
      '<snapshotSet><item><snapshotId>snap-0ccc</snapshotId><volumeId/><status>completed</status><startTime>2025-02-02T03:04:05.000Z</startTime><volumeSize>8</volumeSize><description/><tagSet><item><key>aws:backup:source-resource</key><value/></item></tagSet></item></snapshotSet>',
    ),
  ],
  items: [
    {
      snapshotId: 'snap-0aaa',
      volumeId: 'vol-0bbb',
      volumeSizeGib: 30,
      fullSnapshotSizeBytes: 10_737_418_240,
      startTime: '2025-01-02T03:04:05.000Z',
      state: 'completed',
      storageTier: 'standard',
      description: 'before upgrade',
      tags: {},
    },
    {
      snapshotId: 'snap-0ccc',
      volumeId: null,
      volumeSizeGib: 8,
      fullSnapshotSizeBytes: null,
      startTime: '2025-02-02T03:04:05.000Z',
      state: 'completed',
      storageTier: null,
      description: null,
      tags: { 'aws:backup:source-resource': '' },
    },
  ],
  identity: {
    canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:snapshot/snap-0aaa',
    resourceId: 'snap-0aaa',
    name: null,
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
