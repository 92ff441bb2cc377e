import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import { zoneOf } from '../inventory/group-member.js';
import { markerPage } from '../query-page.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { ofRegion } from '../inventory/of-region.js';

function describeCacheClusters(call: AwsCall): AwsAnswer {
  const here = ofRegion(call.world.inventory.cacheClusters, call.region);
  const { items, Marker } = markerPage(call, 'DescribeCacheClusters', here);
  const clusters = items.map(({ name, ageDays, ordinal, region, group }) => ({
    CacheClusterId: name,
    CacheNodeType: group.nodeType,
    Engine: group.situation === 'memcached' ? 'memcached' : 'redis',
    EngineVersion: '7.1.0',
    CacheClusterStatus: 'available',
    NumCacheNodes: 1,
    PreferredAvailabilityZone: zoneOf(region, ordinal),
    CacheClusterCreateTime: iso(call.world.clock.daysAgo(ageDays)),
    ...(group.situation === 'memcached' ? {} : { ReplicationGroupId: `group-${String(ordinal)}` }),
  }));
  return { kind: 'xml', members: { CacheClusters: { CacheCluster: clusters }, Marker } };
}

export const ELASTICACHE_OPERATIONS: readonly AwsOperation[] = [
  { service: 'elasticache', name: 'DescribeCacheClusters', permission: 'elasticache:DescribeCacheClusters', access: 'read', run: describeCacheClusters },
  {
    service: 'elasticache',
    name: 'DeleteCacheCluster',
    permission: 'elasticache:DeleteCacheCluster',
    access: 'write',
    run: () => ({ kind: 'xml', members: {} }),
  },
];
