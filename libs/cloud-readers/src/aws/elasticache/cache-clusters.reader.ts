import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { nextOf, optionalInstant, optionalNumber, optionalText, regionOf } from '../aws-fields.js';

const shape = {
  Marker: 'text',
  CacheClusters: [
    {
      CacheClusterId: 'text',
      CacheNodeType: 'text',
      Engine: 'text',
      EngineVersion: 'text',
      CacheClusterStatus: 'text',
      NumCacheNodes: 'text',
      CacheClusterCreateTime: 'text',
      ReplicationGroupId: 'text',
    },
    'CacheCluster',
  ],
} as const;

const pageSchema = z.object({ Marker: z.string().optional(), CacheClusters: z.array(z.unknown()) });

const clusterSchema = z
  .object({
    CacheClusterId: z.string().min(1),
    CacheNodeType: z.string().min(1),
    Engine: z.string().min(1),
    EngineVersion: optionalText,
    CacheClusterStatus: z.string().min(1),
    NumCacheNodes: optionalNumber,
    CacheClusterCreateTime: optionalInstant,
    ReplicationGroupId: optionalText,
  })
  .transform((cluster) => ({
    cacheClusterId: cluster.CacheClusterId,
    nodeType: cluster.CacheNodeType,
    engine: cluster.Engine,
    engineVersion: cluster.EngineVersion,
    state: cluster.CacheClusterStatus,
    nodes: cluster.NumCacheNodes,
    createTime: cluster.CacheClusterCreateTime,
    replicationGroupId: cluster.ReplicationGroupId,
  }));

export type AwsElasticacheCacheCluster = z.output<typeof clusterSchema>;

/** A node of a replication group is a cluster of its own here. Tags would be a call per cluster, so they are not read. */
export const awsElasticacheCacheClustersReader = defineReader<AwsElasticacheCacheCluster>({
  id: 'aws.elasticache.cache-clusters',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::ElastiCache::CacheCluster',
  operations: ['elasticache:DescribeCacheClusters'],
  pageSize: 100,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'elasticache:DescribeCacheClusters',
    ...regionOf(scope),
    body: { MaxRecords: pageSize, Marker: pageToken },
    shape,
  }),
  page(body) {
    const { Marker, CacheClusters } = pageSchema.parse(body);
    return { items: CacheClusters, next: nextOf(Marker) };
  },
  item: clusterSchema,
  identify: (cluster, scope) => ({
    canonicalId: `arn:aws:elasticache:${scope.region ?? ''}:${scope.accountId}:cluster:${cluster.cacheClusterId}`.toLowerCase(),
    resourceId: cluster.cacheClusterId,
    name: cluster.cacheClusterId,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  }),
});
