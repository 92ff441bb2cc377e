import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsRdsDbSnapshotsReader } from './db-snapshots.reader.js';

const arn = (name: string): string => `arn:aws:rds:eu-central-1:111122223333:snapshot:${name}`;

export const fixture = readerFixture({
  reader: awsRdsDbSnapshotsReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeDBSnapshots',
      `<Marker>page-two</Marker><DBSnapshots><DBSnapshot><DBSnapshotIdentifier>final-shop</DBSnapshotIdentifier><DBSnapshotArn>${arn('final-shop')}</DBSnapshotArn><DBInstanceIdentifier>shop</DBInstanceIdentifier><SnapshotCreateTime>2025-01-02T03:04:05.678Z</SnapshotCreateTime><SnapshotType>manual</SnapshotType><Status>available</Status><AllocatedStorage>100</AllocatedStorage><TagList><Tag><Key>team</Key><Value>shop</Value></Tag></TagList></DBSnapshot></DBSnapshots>`,
    ),
    queryAnswer(
      'DescribeDBSnapshots',
      `<DBSnapshots><DBSnapshot><DBSnapshotIdentifier>rds:shop</DBSnapshotIdentifier><DBSnapshotArn>${arn('rds:shop')}</DBSnapshotArn><DBInstanceIdentifier>shop</DBInstanceIdentifier><SnapshotType>automated</SnapshotType><Status>creating</Status></DBSnapshot></DBSnapshots>`,
    ),
  ],
  items: [
    {
      dbSnapshotIdentifier: 'final-shop',
      dbSnapshotArn: arn('final-shop'),
      dbInstanceIdentifier: 'shop',
      createTime: '2025-01-02T03:04:05.678Z',
      snapshotType: 'manual',
      state: 'available',
      storageGib: 100,
      tags: { team: 'shop' },
    },
    {
      dbSnapshotIdentifier: 'rds:shop',
      dbSnapshotArn: arn('rds:shop'),
      dbInstanceIdentifier: 'shop',
      createTime: null,
      snapshotType: 'automated',
      state: 'creating',
      storageGib: null,
      tags: {},
    },
  ],
  identity: {
    canonicalId: arn('final-shop'),
    resourceId: 'final-shop',
    name: 'final-shop',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { team: 'shop' },
  },
});
