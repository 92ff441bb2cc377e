import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import type { SimNatGateway } from '../inventory/nat-gateway-inventory.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { ec2Page, selectByIds, tagSet } from './ec2-page.js';

const FIELDS: FilterFields<SimNatGateway> = {
  'nat-gateway-id': (gateway) => [gateway.natGatewayId],
  state: () => ['available'],
  'vpc-id': () => ['vpc-0c1ea5edbca5e0001'],
};

const tagsOf = (gateway: SimNatGateway): Readonly<Record<string, string>> => ({ Name: `nat-${String(gateway.ordinal)}`, ...gateway.group.tags });

function describeNatGateways(call: AwsCall): AwsAnswer {
  const { inventory, clock } = call.world;
  const ids = call.query.list('NatGatewayId');
  const here = ofRegion(inventory.natGateways, call.region);
  const all = selectByIds(here, ids, (gateway) => gateway.natGatewayId, 'NatGatewayNotFound').filter(filterOf(call, FIELDS, tagsOf));
  const page = ec2Page(call, 'DescribeNatGateways', all, ids.length > 0);
  const gateways = page.items.map((gateway) => ({
    natGatewayId: gateway.natGatewayId,
    state: 'available',
    createTime: iso(clock.daysAgo(gateway.ageDays, gateway.ordinal * 97)),
    vpcId: 'vpc-0c1ea5edbca5e0001',
    subnetId: 'subnet-0c1ea5edbca5e0001',
    connectivityType: 'public',
    natGatewayAddressSet: items([
      {
        allocationId: gateway.allocationId,
        associationId: gateway.associationId,
        networkInterfaceId: gateway.networkInterfaceId,
        privateIp: gateway.privateIp,
        publicIp: gateway.publicIp,
        isPrimary: true,
        status: 'succeeded',
      },
    ]),
    tagSet: tagSet(tagsOf(gateway)),
  }));
  return { kind: 'xml', members: { natGatewaySet: items(gateways), nextToken: page.nextToken } };
}

export const DESCRIBE_NAT_GATEWAYS: AwsOperation = {
  service: 'ec2',
  name: 'DescribeNatGateways',
  permission: 'ec2:DescribeNatGateways',
  access: 'read',
  run: describeNatGateways,
};
