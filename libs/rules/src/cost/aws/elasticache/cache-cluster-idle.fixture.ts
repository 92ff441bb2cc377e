import type { AwsElasticacheCacheCluster } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const cluster = (more: Partial<AwsElasticacheCacheCluster> = {}): AwsElasticacheCacheCluster => ({
  cacheClusterId: 'carts-001',
  nodeType: 'cache.r6g.large',
  engine: 'redis',
  engineVersion: '7.1.0',
  state: 'available',
  nodes: 1,
  createTime: '2026-01-01T08:00:00.000Z',
  replicationGroupId: 'carts',
  ...more,
});
const silent = { connections: [3], hits: [0], misses: [0] };

export const awsElasticacheCacheClusterIdleFixture: RuleFixture<AwsElasticacheCacheCluster> = {
  fail: [
    { title: 'only the connections of its own replication', item: cluster(), metrics: silent, facts: { maxConnections: 3, cacheHits: 0 } },
    { title: 'Valkey counts alike', item: cluster({ engine: 'valkey' }), metrics: { ...silent, connections: [6] } },
  ],
  pass: [
    { title: 'asked on one day', item: cluster(), metrics: { ...silent, misses: [0, 3] } },
    { title: 'a queue: only written to, but connected to', item: cluster(), metrics: { ...silent, connections: [40] } },
  ],
  notApplicable: [{ title: 'being deleted', item: cluster({ state: 'deleting' }), because: /deleting/ }],
  undetermined: [
    { title: 'no datapoints', item: cluster(), reason: 'no_metrics' },
    { title: 'Memcached counts under other names', item: cluster({ engine: 'memcached' }), metrics: silent, reason: 'no_metrics' },
    { title: 'younger than the window', item: cluster({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: silent, reason: 'too_young' },
    { title: 'no creation time', item: cluster({ createTime: null }), metrics: silent, reason: 'unparsable' },
  ],
};
