import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { ec2Identity, optionalText, regionOf, tagSet, tagSetShape } from '../aws-fields.js';

const shape = {
  addressesSet: [
    {
      allocationId: 'text',
      publicIp: 'text',
      associationId: 'text',
      instanceId: 'text',
      networkInterfaceId: 'text',
      publicIpv4Pool: 'text',
      tagSet: tagSetShape,
    },
  ],
} as const;

const pageSchema = z.object({ addressesSet: z.array(z.unknown()) });

const addressSchema = z
  .object({
    allocationId: optionalText,
    publicIp: z.string().min(1),
    associationId: optionalText,
    instanceId: optionalText,
    networkInterfaceId: optionalText,
    publicIpv4Pool: optionalText,
    tagSet,
  })
  .transform(({ tagSet: tags, ...address }) => ({ ...address, tags }));

export type AwsEc2Address = z.output<typeof addressSchema>;

/** DescribeAddresses has no pages: a region's addresses come at once. */
export const awsEc2AddressesReader = defineReader<AwsEc2Address>({
  id: 'aws.ec2.addresses',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EC2::EIP',
  operations: ['ec2:DescribeAddresses'],
  pageSize: 1000,
  request: ({ scope }) => ({ operation: 'ec2:DescribeAddresses', ...regionOf(scope), shape }),
  page: (body) => ({ items: pageSchema.parse(body).addressesSet, next: null }),
  item: addressSchema,
  identify: (address, scope) => ec2Identity(scope, 'elastic-ip', address.allocationId ?? address.publicIp, address.tags),
});
