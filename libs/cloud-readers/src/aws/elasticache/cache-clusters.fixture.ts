import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsElasticacheCacheClustersReader } from './cache-clusters.reader.js';

export const fixture = readerFixture({
  reader: awsElasticacheCacheClustersReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeCacheClusters',
      '<Marker>page-two</Marker><CacheClusters><CacheCluster><CacheClusterId>carts-001</CacheClusterId><CacheNodeType>cache.r6g.large</CacheNodeType><Engine>redis</Engine><EngineVersion>7.1.0</EngineVersion><CacheClusterStatus>available</CacheClusterStatus><NumCacheNodes>1</NumCacheNodes><CacheClusterCreateTime>2025-01-02T03:04:05.678Z</CacheClusterCreateTime><ReplicationGroupId>carts</ReplicationGroupId></CacheCluster></CacheClusters>',
    ),
    queryAnswer(
      'DescribeCacheClusters',
      '<CacheClusters><CacheCluster><CacheClusterId>pages</CacheClusterId><CacheNodeType>cache.t3.micro</CacheNodeType><Engine>memcached</Engine><CacheClusterStatus>creating</CacheClusterStatus></CacheCluster></CacheClusters>',
    ),
  ],
  items: [
    {
      cacheClusterId: 'carts-001',
      nodeType: 'cache.r6g.large',
      engine: 'redis',
      engineVersion: '7.1.0',
      state: 'available',
      nodes: 1,
      createTime: '2025-01-02T03:04:05.678Z',
      replicationGroupId: 'carts',
    },
    {
      cacheClusterId: 'pages',
      nodeType: 'cache.t3.micro',
      engine: 'memcached',
      engineVersion: null,
      state: 'creating',
      nodes: null,
      createTime: null,
      replicationGroupId: null,
    },
  ],
  identity: {
    canonicalId: 'arn:aws:elasticache:eu-central-1:111122223333:cluster:carts-001',
    resourceId: 'carts-001',
    name: 'carts-001',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
