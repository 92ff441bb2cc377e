import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { capitalTags, capitalTagsShape, nextOf, optionalInstant, optionalNumber, regionOf } from '../aws-fields.js';

const shape = {
  Marker: 'text',
  DBSnapshots: [
    {
      DBSnapshotIdentifier: 'text',
      DBSnapshotArn: 'text',
      DBInstanceIdentifier: 'text',
      SnapshotCreateTime: 'text',
      SnapshotType: 'text',
      Status: 'text',
      AllocatedStorage: 'text',
      TagList: capitalTagsShape,
    },
    'DBSnapshot',
  ],
} as const;

const pageSchema = z.object({ Marker: z.string().optional(), DBSnapshots: z.array(z.unknown()) });

const snapshotSchema = z
  .object({
    DBSnapshotIdentifier: z.string().min(1),
    DBSnapshotArn: z.string().startsWith('arn:'),
    DBInstanceIdentifier: z.string().min(1),
    SnapshotCreateTime: optionalInstant,
    SnapshotType: z.string().min(1),
    Status: z.string().min(1),
    AllocatedStorage: optionalNumber,
    TagList: capitalTags,
  })
  .transform((snapshot) => ({
    dbSnapshotIdentifier: snapshot.DBSnapshotIdentifier,
    dbSnapshotArn: snapshot.DBSnapshotArn,
    dbInstanceIdentifier: snapshot.DBInstanceIdentifier,
    // Absent until the snapshot is done.
    createTime: snapshot.SnapshotCreateTime,
    snapshotType: snapshot.SnapshotType,
    state: snapshot.Status,
    storageGib: snapshot.AllocatedStorage,
    tags: snapshot.TagList,
  }));

export type AwsRdsDbSnapshot = z.output<typeof snapshotSchema>;

/** The account's own snapshots: shared and public ones of others are not asked for. */
export const awsRdsDbSnapshotsReader = defineReader<AwsRdsDbSnapshot>({
  id: 'aws.rds.db-snapshots',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::RDS::DBSnapshot',
  operations: ['rds:DescribeDBSnapshots'],
  pageSize: 100,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'rds:DescribeDBSnapshots',
    ...regionOf(scope),
    body: { MaxRecords: pageSize, Marker: pageToken },
    shape,
  }),
  page(body) {
    const { Marker, DBSnapshots } = pageSchema.parse(body);
    return { items: DBSnapshots, next: nextOf(Marker) };
  },
  item: snapshotSchema,
  identify: (snapshot, scope) => ({
    canonicalId: snapshot.dbSnapshotArn.toLowerCase(),
    resourceId: snapshot.dbSnapshotIdentifier,
    name: snapshot.dbSnapshotIdentifier,
    accountId: scope.accountId,
    region: scope.region,
    tags: snapshot.tags,
  }),
});
