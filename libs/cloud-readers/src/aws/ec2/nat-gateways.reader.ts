import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { ec2Identity, instant, nextOf, optionalText, regionOf, tagSet, tagSetShape } from '../aws-fields.js';

const shape = {
  nextToken: 'text',
  natGatewaySet: [
    {
      natGatewayId: 'text',
      state: 'text',
      createTime: 'text',
      vpcId: 'text',
      subnetId: 'text',
      connectivityType: 'text',
      natGatewayAddressSet: [{ allocationId: 'text' }],
      tagSet: tagSetShape,
    },
  ],
} as const;

const pageSchema = z.object({ nextToken: z.string().optional(), natGatewaySet: z.array(z.unknown()) });

const natGatewaySchema = z
  .object({
    natGatewayId: z.string().min(1),
    state: z.string().min(1),
    createTime: instant,
    vpcId: optionalText,
    subnetId: optionalText,
    connectivityType: optionalText,
    natGatewayAddressSet: z.array(z.object({ allocationId: optionalText })).default([]),
    tagSet,
  })
  .transform(({ tagSet: tags, natGatewayAddressSet, ...gateway }) => ({
    ...gateway,
    allocationIds: natGatewayAddressSet.flatMap(({ allocationId }) => (allocationId === null ? [] : [allocationId])),
    tags,
  }));

export type AwsEc2NatGateway = z.output<typeof natGatewaySchema>;

export const awsEc2NatGatewaysReader = defineReader<AwsEc2NatGateway>({
  id: 'aws.ec2.nat-gateways',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EC2::NatGateway',
  operations: ['ec2:DescribeNatGateways'],
  pageSize: 1000,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'ec2:DescribeNatGateways',
    ...regionOf(scope),
    body: { MaxResults: pageSize, NextToken: pageToken },
    shape,
  }),
  page(body) {
    const { nextToken, natGatewaySet } = pageSchema.parse(body);
    return { items: natGatewaySet, next: nextOf(nextToken) };
  },
  item: natGatewaySchema,
  identify: (gateway, scope) => ec2Identity(scope, 'natgateway', gateway.natGatewayId, gateway.tags),
});
