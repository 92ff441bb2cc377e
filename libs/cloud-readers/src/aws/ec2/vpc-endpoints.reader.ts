import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { ec2Identity, instant, nextOf, optionalBoolean, optionalText, regionOf, tagSet, tagSetShape } from '../aws-fields.js';

const shape = {
  nextToken: 'text',
  vpcEndpointSet: [
    {
      vpcEndpointId: 'text',
      vpcEndpointType: 'text',
      vpcId: 'text',
      serviceName: 'text',
      serviceRegion: 'text',
      state: 'text',
      requesterManaged: 'text',
      subnetIdSet: ['text'],
      creationTimestamp: 'text',
      tagSet: tagSetShape,
    },
  ],
} as const;

const pageSchema = z.object({ nextToken: z.string().optional(), vpcEndpointSet: z.array(z.unknown()) });

const vpcEndpointSchema = z
  .object({
    vpcEndpointId: z.string().min(1),
    // Old endpoints of gateways say no type.
    vpcEndpointType: z.string().min(1).default('Gateway'),
    vpcId: optionalText,
    serviceName: z.string().min(1),
    serviceRegion: optionalText,
    // AWS documents capitals (`Available`) and answers small letters.
    state: z
      .string()
      .min(1)
      .transform((state) => state.toLowerCase()),
    requesterManaged: optionalBoolean,
    subnetIdSet: z.array(z.string()).default([]),
    creationTimestamp: instant,
    tagSet,
  })
  .transform(({ tagSet: tags, subnetIdSet, creationTimestamp, ...endpoint }) => ({
    ...endpoint,
    requesterManaged: endpoint.requesterManaged === true,
    subnets: subnetIdSet.length,
    createTime: creationTimestamp,
    tags,
  }));

export type AwsEc2VpcEndpoint = z.output<typeof vpcEndpointSchema>;

export const awsEc2VpcEndpointsReader = defineReader<AwsEc2VpcEndpoint>({
  id: 'aws.ec2.vpc-endpoints',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EC2::VPCEndpoint',
  operations: ['ec2:DescribeVpcEndpoints'],
  pageSize: 1000,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'ec2:DescribeVpcEndpoints',
    ...regionOf(scope),
    body: { MaxResults: pageSize, NextToken: pageToken },
    shape,
  }),
  page(body) {
    const { nextToken, vpcEndpointSet } = pageSchema.parse(body);
    return { items: vpcEndpointSet, next: nextOf(nextToken) };
  },
  item: vpcEndpointSchema,
  identify: (endpoint, scope) => ec2Identity(scope, 'vpc-endpoint', endpoint.vpcEndpointId, endpoint.tags),
});
