import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { ec2Identity, instant, nextOf, optionalNumber, optionalText, regionOf, tagSet, tagSetShape, wholeNumber } from '../aws-fields.js';
import { idFilter, idPartitions } from './id-partitions.js';

const shape = {
  nextToken: 'text',
  snapshotSet: [
    {
      snapshotId: 'text',
      volumeId: 'text',
      volumeSize: 'text',
      fullSnapshotSizeInBytes: 'text',
      startTime: 'text',
      status: 'text',
      storageTier: 'text',
      description: 'text',
      tagSet: tagSetShape,
    },
  ],
} as const;

const pageSchema = z.object({ nextToken: z.string().optional(), snapshotSet: z.array(z.unknown()) });

const snapshotSchema = z
  .object({
    snapshotId: z.string().min(1),
    volumeId: optionalText,
    volumeSize: wholeNumber,
    fullSnapshotSizeInBytes: optionalNumber,
    startTime: instant,
    status: z.string().min(1),
    storageTier: optionalText,
    description: optionalText,
    tagSet,
  })
  .transform((snapshot) => ({
    snapshotId: snapshot.snapshotId,
    volumeId: snapshot.volumeId,
    volumeSizeGib: snapshot.volumeSize,
    fullSnapshotSizeBytes: snapshot.fullSnapshotSizeInBytes,
    startTime: snapshot.startTime,
    state: snapshot.status,
    storageTier: snapshot.storageTier,
    description: snapshot.description,
    tags: snapshot.tagSet,
  }));

export type AwsEc2Snapshot = z.output<typeof snapshotSchema>;

/** The account's own snapshots; without an owner, AWS would list everybody's public ones. */
export const awsEc2SnapshotsReader = defineReader<AwsEc2Snapshot>({
  id: 'aws.ec2.snapshots',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EC2::Snapshot',
  operations: ['ec2:DescribeSnapshots'],
  pageSize: 1000,
  partitions: idPartitions,
  request: ({ scope, pageToken, pageSize, partition }) => ({
    operation: 'ec2:DescribeSnapshots',
    ...regionOf(scope),
    body: { Owner: ['self'], MaxResults: pageSize, NextToken: pageToken, ...idFilter('snapshot-id', 'snap-', partition) },
    shape,
  }),
  page(body) {
    const { nextToken, snapshotSet } = pageSchema.parse(body);
    return { items: snapshotSet, next: nextOf(nextToken) };
  },
  item: snapshotSchema,
  identify: (snapshot, scope) => ec2Identity(scope, 'snapshot', snapshot.snapshotId, snapshot.tags),
});
