import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import { zoneOf } from '../inventory/group-member.js';
import { markerPage } from '../query-page.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { ofRegion } from '../inventory/of-region.js';

function describeClusters(call: AwsCall): AwsAnswer {
  const here = ofRegion(call.world.inventory.warehouses, call.region);
  const { items, Marker } = markerPage(call, 'DescribeClusters', here);
  const clusters = items.map(({ name, ageDays, ordinal, region, group }) => ({
    ClusterIdentifier: name,
    NodeType: 'ra3.xlplus',
    NumberOfNodes: 2,
    ClusterStatus: group.situation === 'paused' ? 'paused' : 'available',
    MasterUsername: 'root',
    ClusterCreateTime: iso(call.world.clock.daysAgo(ageDays)),
    AvailabilityZone: zoneOf(region, ordinal),
    Tags: { Tag: Object.entries(group.tags).map(([Key, Value]) => ({ Key, Value })) },
  }));
  return { kind: 'xml', members: { Clusters: { Cluster: clusters }, Marker } };
}

export const REDSHIFT_OPERATIONS: readonly AwsOperation[] = [
  { service: 'redshift', name: 'DescribeClusters', permission: 'redshift:DescribeClusters', access: 'read', run: describeClusters },
  { service: 'redshift', name: 'DeleteCluster', permission: 'redshift:DeleteCluster', access: 'write', run: () => ({ kind: 'xml', members: {} }) },
];
