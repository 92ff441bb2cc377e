import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import { zoneOf } from '../inventory/group-member.js';
import type { ServiceResource } from '../inventory/service-resource.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { items } from '../wire/xml-document.js';
import { ofRegion } from '../inventory/of-region.js';
import { filterOf, type FilterFields } from './ec2-filters.js';
import { ec2Page, selectByIds, tagSet } from './ec2-page.js';
import { ENDPOINT_VPC, endpointService, type VpcEndpointGroup } from './vpc-endpoint.family.js';

type Endpoint = ServiceResource<VpcEndpointGroup>;

const FIELDS: FilterFields<Endpoint> = {
  'vpc-endpoint-id': ({ name }) => [name],
  'vpc-endpoint-state': () => ['available'],
  'vpc-endpoint-type': ({ group }) => [group.situation === 'gateway' ? 'Gateway' : 'Interface'],
};

const tagsOf = (endpoint: Endpoint): Readonly<Record<string, string>> => endpoint.group.tags;

function describeVpcEndpoints(call: AwsCall): AwsAnswer {
  const { inventory, clock } = call.world;
  const ids = call.query.list('VpcEndpointId');
  const here = ofRegion(inventory.vpcEndpoints, call.region);
  const all = selectByIds(here, ids, ({ name }) => name, 'InvalidVpcEndpointId.NotFound').filter(filterOf(call, FIELDS, tagsOf));
  const page = ec2Page(call, 'DescribeVpcEndpoints', all, ids.length > 0);
  const endpoints = page.items.map((endpoint) => {
    const gateway = endpoint.group.situation === 'gateway';
    return {
      vpcEndpointId: endpoint.name,
      vpcEndpointType: gateway ? 'Gateway' : 'Interface',
      vpcId: ENDPOINT_VPC,
      serviceName: endpointService(endpoint.group, endpoint.region),
      serviceRegion: endpoint.group.situation === 'cross-region' ? 'ap-south-1' : endpoint.region,
      state: 'available',
      requesterManaged: endpoint.group.situation === 'requester-managed',
      privateDnsEnabled: !gateway,
      subnetIdSet: items(gateway ? [] : Array.from({ length: endpoint.group.zones }, (_, index) => `subnet-${zoneOf(endpoint.region, index)}`)),
      creationTimestamp: iso(clock.daysAgo(endpoint.ageDays)),
      tagSet: tagSet(tagsOf(endpoint)),
      ownerId: call.world.estate.accountId,
    };
  });
  return { kind: 'xml', members: { vpcEndpointSet: items(endpoints), nextToken: page.nextToken } };
}

export const DESCRIBE_VPC_ENDPOINTS: AwsOperation = {
  service: 'ec2',
  name: 'DescribeVpcEndpoints',
  permission: 'ec2:DescribeVpcEndpoints',
  access: 'read',
  run: describeVpcEndpoints,
};
