import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { ec2Identity, instant, nextOf, optionalNumber, optionalText, regionOf, tagSet, tagSetShape, wholeNumber } from '../aws-fields.js';
import { idFilter, idPartitions } from './id-partitions.js';

const shape = {
  nextToken: 'text',
  volumeSet: [
    {
      volumeId: 'text',
      size: 'text',
      snapshotId: 'text',
      availabilityZone: 'text',
      status: 'text',
      createTime: 'text',
      volumeType: 'text',
      iops: 'text',
      throughput: 'text',
      attachmentSet: [{ instanceId: 'text', status: 'text' }],
      tagSet: tagSetShape,
    },
  ],
} as const;

const pageSchema = z.object({ nextToken: z.string().optional(), volumeSet: z.array(z.unknown()) });

const volumeSchema = z
  .object({
    volumeId: z.string().min(1),
    size: wholeNumber,
    snapshotId: optionalText,
    availabilityZone: z.string().min(1),
    status: z.string().min(1),
    createTime: instant,
    volumeType: z.string().min(1),
    iops: optionalNumber,
    throughput: optionalNumber,
    attachmentSet: z.array(z.object({ instanceId: optionalText, status: optionalText })).default([]),
    tagSet,
  })
  .transform((volume) => ({
    volumeId: volume.volumeId,
    state: volume.status,
    volumeType: volume.volumeType,
    sizeGib: volume.size,
    iops: volume.iops,
    throughputMibps: volume.throughput,
    createTime: volume.createTime,
    availabilityZone: volume.availabilityZone,
    attachments: volume.attachmentSet.map(({ instanceId, status }) => ({ instanceId, state: status })),
    snapshotId: volume.snapshotId,
    tags: volume.tagSet,
  }));

export type AwsEc2Volume = z.output<typeof volumeSchema>;

export const awsEc2VolumesReader = defineReader<AwsEc2Volume>({
  id: 'aws.ec2.volumes',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EC2::Volume',
  operations: ['ec2:DescribeVolumes'],
  pageSize: 1000,
  partitions: idPartitions,
  request: ({ scope, pageToken, pageSize, partition }) => ({
    operation: 'ec2:DescribeVolumes',
    ...regionOf(scope),
    body: { MaxResults: pageSize, NextToken: pageToken, ...idFilter('volume-id', 'vol-', partition) },
    shape,
  }),
  page(body) {
    const { nextToken, volumeSet } = pageSchema.parse(body);
    return { items: volumeSet, next: nextOf(nextToken) };
  },
  item: volumeSchema,
  identify: (volume, scope) => ec2Identity(scope, 'volume', volume.volumeId, volume.tags),
});
