import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { ec2Identity, nextOf, optionalInstant, optionalText, regionOf, tagSet, tagSetShape } from '../aws-fields.js';

const shape = {
  nextToken: 'text',
  imagesSet: [
    { imageId: 'text', name: 'text', imageState: 'text', creationDate: 'text', blockDeviceMapping: [{ ebs: { snapshotId: 'text' } }], tagSet: tagSetShape },
  ],
} as const;

const pageSchema = z.object({ nextToken: z.string().optional(), imagesSet: z.array(z.unknown()) });

const imageSchema = z
  .object({
    imageId: z.string().min(1),
    name: optionalText,
    imageState: z.string().min(1),
    creationDate: optionalInstant,
    blockDeviceMapping: z.array(z.object({ ebs: z.object({ snapshotId: optionalText }).optional() })).default([]),
    tagSet,
  })
  .transform((image) => ({
    imageId: image.imageId,
    name: image.name,
    state: image.imageState,
    creationDate: image.creationDate,
    snapshotIds: image.blockDeviceMapping.flatMap(({ ebs }) => (typeof ebs?.snapshotId === 'string' ? [ebs.snapshotId] : [])),
    tags: image.tagSet,
  }));

export type AwsEc2Image = z.output<typeof imageSchema>;

/** Disabled images are asked for too: they hold on to their snapshots but are left out by default. */
export const awsEc2ImagesReader = defineReader<AwsEc2Image>({
  id: 'aws.ec2.images',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EC2::Image',
  operations: ['ec2:DescribeImages'],
  pageSize: 1000,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'ec2:DescribeImages',
    ...regionOf(scope),
    body: { Owner: ['self'], IncludeDisabled: true, MaxResults: pageSize, NextToken: pageToken },
    shape,
  }),
  page(body) {
    const { nextToken, imagesSet } = pageSchema.parse(body);
    return { items: imagesSet, next: nextOf(nextToken) };
  },
  item: imageSchema,
  identify: (image, scope) => ({ ...ec2Identity(scope, 'image', image.imageId, image.tags), name: image.name }),
});
