import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { ec2Identity, instant, nextOf, optionalBoolean, optionalText, regionOf, tagSet, tagSetShape } from '../aws-fields.js';

const shape = {
  nextToken: 'text',
  reservationSet: [
    {
      instancesSet: [
        {
          instanceId: 'text',
          instanceType: 'text',
          instanceState: { name: 'text' },
          launchTime: 'text',
          reason: 'text',
          platformDetails: 'text',
          usageOperation: 'text',
          placement: { tenancy: 'text' },
          instanceLifecycle: 'text',
          imageId: 'text',
          ipAddress: 'text',
          sourceDestCheck: 'text',
          blockDeviceMapping: [{ ebs: { volumeId: 'text' } }],
          tagSet: tagSetShape,
        },
      ],
    },
  ],
} as const;

const pageSchema = z.object({ nextToken: z.string().optional(), reservationSet: z.array(z.object({ instancesSet: z.array(z.unknown()).default([]) })) });

const instanceSchema = z
  .object({
    instanceId: z.string().min(1),
    instanceType: z.string().min(1),
    instanceState: z.object({ name: z.string().min(1) }),
    launchTime: instant,
    reason: optionalText,
    platformDetails: optionalText,
    usageOperation: optionalText,
    placement: z.object({ tenancy: optionalText }).optional(),
    instanceLifecycle: optionalText,
    imageId: optionalText,
    ipAddress: optionalText,
    sourceDestCheck: optionalBoolean,
    blockDeviceMapping: z.array(z.object({ ebs: z.object({ volumeId: optionalText }).optional() })).default([]),
    tagSet,
  })
  .transform((instance) => ({
    instanceId: instance.instanceId,
    instanceType: instance.instanceType,
    state: instance.instanceState.name,
    launchTime: instance.launchTime,
    stateTransitionReason: instance.reason,
    platformDetails: instance.platformDetails,
    usageOperation: instance.usageOperation,
    tenancy: instance.placement?.tenancy ?? null,
    instanceLifecycle: instance.instanceLifecycle,
    imageId: instance.imageId,
    volumeIds: instance.blockDeviceMapping.flatMap(({ ebs }) => (typeof ebs?.volumeId === 'string' ? [ebs.volumeId] : [])),
    publicIp: instance.ipAddress,
    sourceDestCheck: instance.sourceDestCheck,
    tags: instance.tagSet,
  }));

export type AwsEc2Instance = z.output<typeof instanceSchema>;

export const awsEc2InstancesReader = defineReader<AwsEc2Instance>({
  id: 'aws.ec2.instances',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EC2::Instance',
  operations: ['ec2:DescribeInstances'],
  pageSize: 1000,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'ec2:DescribeInstances',
    ...regionOf(scope),
    body: { MaxResults: pageSize, NextToken: pageToken },
    shape,
  }),
  page(body) {
    const { nextToken, reservationSet } = pageSchema.parse(body);
    return { items: reservationSet.flatMap(({ instancesSet }) => instancesSet), next: nextOf(nextToken) };
  },
  item: instanceSchema,
  identify: (instance, scope) => ec2Identity(scope, 'instance', instance.instanceId, instance.tags),
});
