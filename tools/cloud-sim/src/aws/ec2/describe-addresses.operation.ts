import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { SimAddress } from '../inventory/address-inventory.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { selectByIds, tagSet } from './ec2-page.js';

const FIELDS: FilterFields<SimAddress> = {
  'allocation-id': (address) => [address.allocationId],
  'association-id': (address) => (address.association === null ? [] : [address.association.associationId]),
  'instance-id': (address) => [address.association?.instanceId ?? ''],
  'network-interface-id': (address) => (address.association === null ? [] : [address.association.networkInterfaceId]),
  'public-ip': (address) => [address.publicIp],
  domain: () => ['vpc'],
};

/** EC2 does not page this operation, and tells no allocation time. */
function describeAddresses(call: AwsCall): AwsAnswer {
  const { inventory, estate } = call.world;
  const here = ofRegion(inventory.addresses, call.region);
  const chosen = selectByIds(here, call.query.list('AllocationId'), (address) => address.allocationId, 'InvalidAllocationID.NotFound');
  const addresses = chosen.filter(filterOf(call, FIELDS, (address) => address.tags)).map((address) => ({
    publicIp: address.publicIp,
    allocationId: address.allocationId,
    domain: 'vpc',
    ...(address.association === null
      ? {}
      : {
          instanceId: address.association.instanceId,
          associationId: address.association.associationId,
          networkInterfaceId: address.association.networkInterfaceId,
          networkInterfaceOwnerId: estate.accountId,
          privateIpAddress: address.association.privateIp,
        }),
    tagSet: tagSet(address.tags),
    publicIpv4Pool: address.byoip ? 'ipv4pool-ec2-0123456789abcdef0' : 'amazon',
    networkBorderGroup: call.region,
  }));
  return { kind: 'xml', members: { addressesSet: items(addresses) } };
}

export const DESCRIBE_ADDRESSES: AwsOperation = {
  service: 'ec2',
  name: 'DescribeAddresses',
  permission: 'ec2:DescribeAddresses',
  access: 'read',
  run: describeAddresses,
};
