import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import { zoneOf } from '../inventory/group-member.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items, type XmlTree } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { ec2Page, selectByIds } from './ec2-page.js';

interface SimNetworkInterface {
  readonly networkInterfaceId: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly type: 'interface' | 'nat_gateway';
  readonly description: string;
  readonly instanceId: string | null;
  readonly attachTime: string;
}

const FIELDS: FilterFields<SimNetworkInterface> = {
  'network-interface-id': (face) => [face.networkInterfaceId],
  status: () => ['in-use'],
  'interface-type': (face) => [face.type],
  'attachment.instance-id': (face) => (face.instanceId === null ? [] : [face.instanceId]),
};

/** One interface for each machine and each NAT gateway: the estate declares none of its own. */
function interfacesIn(call: AwsCall): SimNetworkInterface[] {
  const { inventory, clock } = call.world;
  return [
    ...ofRegion(inventory.instances, call.region).map((instance): SimNetworkInterface => ({
      networkInterfaceId: instance.networkInterfaceId,
      zone: instance.zone,
      privateIp: instance.privateIp,
      type: 'interface',
      description: '',
      instanceId: instance.instanceId,
      attachTime: iso(clock.daysAgo(instance.ageDays, instance.ordinal * 61)),
    })),
    ...ofRegion(inventory.natGateways, call.region).map((gateway): SimNetworkInterface => ({
      networkInterfaceId: gateway.networkInterfaceId,
      zone: zoneOf(gateway.region, gateway.ordinal),
      privateIp: gateway.privateIp,
      type: 'nat_gateway',
      description: `Interface for NAT Gateway ${gateway.natGatewayId}`,
      instanceId: null,
      attachTime: iso(clock.daysAgo(gateway.ageDays, gateway.ordinal * 97)),
    })),
  ];
}

function describeNetworkInterfaces(call: AwsCall): AwsAnswer {
  const ids = call.query.list('NetworkInterfaceId');
  const all = selectByIds(interfacesIn(call), ids, (face) => face.networkInterfaceId, 'InvalidNetworkInterfaceID.NotFound').filter(
    filterOf(call, FIELDS, () => ({})),
  );
  const page = ec2Page(call, 'DescribeNetworkInterfaces', all, ids.length > 0);
  const trees = page.items.map((face) => interfaceTree(face, call));
  return { kind: 'xml', members: { networkInterfaceSet: items(trees), nextToken: page.nextToken } };
}

function interfaceTree(face: SimNetworkInterface, call: AwsCall): XmlTree {
  const { inventory, estate } = call.world;
  const address = inventory.addresses.find((known) => known.association?.networkInterfaceId === face.networkInterfaceId);
  return {
    networkInterfaceId: face.networkInterfaceId,
    subnetId: 'subnet-0c1ea5edbca5e0001',
    vpcId: 'vpc-0c1ea5edbca5e0001',
    availabilityZone: face.zone,
    description: face.description,
    ownerId: estate.accountId,
    requesterManaged: face.type === 'nat_gateway',
    status: 'in-use',
    privateIpAddress: face.privateIp,
    sourceDestCheck: face.type === 'interface',
    groupSet: items([]),
    attachment: {
      attachmentId: `eni-attach-${face.networkInterfaceId.slice(4)}`,
      instanceId: face.instanceId,
      instanceOwnerId: face.instanceId === null ? 'amazon-aws' : estate.accountId,
      deviceIndex: 0,
      status: 'attached',
      attachTime: face.attachTime,
      deleteOnTermination: true,
    },
    association:
      address === undefined
        ? undefined
        : { publicIp: address.publicIp, allocationId: address.allocationId, associationId: address.association?.associationId, ipOwnerId: estate.accountId },
    tagSet: items([]),
    interfaceType: face.type,
  };
}

export const DESCRIBE_NETWORK_INTERFACES: AwsOperation = {
  service: 'ec2',
  name: 'DescribeNetworkInterfaces',
  permission: 'ec2:DescribeNetworkInterfaces',
  access: 'read',
  run: describeNetworkInterfaces,
};
