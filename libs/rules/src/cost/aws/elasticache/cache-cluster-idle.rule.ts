import { type AwsElasticacheCacheCluster, awsElasticacheCacheClustersReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric, sumOf } from '../aws-metric.js';

const windowDays = 14;
const metric = (name: string, statistic: 'Maximum' | 'Sum'): MetricNeed<AwsElasticacheCacheCluster> =>
  awsMetric({ namespace: 'AWS/ElastiCache', name, statistic, windowDays, per: 'day' }, (cluster) => ({ CacheClusterId: cluster.cacheClusterId }));

export const awsElasticacheCacheClusterIdleRule = defineRule<AwsElasticacheCacheCluster>({
  id: 'aws.elasticache.cache-cluster-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'ElastiCache node that nobody asks',
  why: 'A cache that answers no question in two weeks is paid for by the hour without being used.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/ElastiCache --metric-name CacheHits --dimensions Name=CacheClusterId,Value={resourceId} --statistics Sum --period 86400 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Ask the owner whether something only writes to it (queues, locks).',
      'Take a final backup where the engine has one.',
      'Delete the cluster or its replication group.',
    ],
    rollback: 'Create the cluster again from the backup; a cache fills itself.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: awsElasticacheCacheClustersReader },
  lookups: {},
  metrics: { connections: metric('CurrConnections', 'Maximum'), hits: metric('CacheHits', 'Sum'), misses: metric('CacheMisses', 'Sum') },
  // ElastiCache and replication keep a few connections of their own.
  defaults: { ownConnections: 6 },
  candidate({ item, at }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    // Memcached counts hits under other names.
    if (item.engine === 'memcached') return { verdict: 'undetermined', reason: 'no_metrics', facts: { engine: item.engine } };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { connections, hits, misses } = metrics;
    if (connections === undefined || hits === undefined || misses === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const ownConnections = setting(settings, 'ownConnections');
    const maxConnections = Math.max(...connections.values);
    if (maxConnections > ownConnections || sumOf(hits.values) + sumOf(misses.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        engine: item.engine,
        nodeType: item.nodeType,
        nodes: item.nodes,
        replicationGroupId: item.replicationGroupId,
        maxConnections,
        ownConnections,
        cacheHits: 0,
        cacheMisses: 0,
      },
      window: { start: connections.start, end: connections.end },
      formula: formula(`Σ CacheHits = Σ CacheMisses = 0 and max(CurrConnections) ≤ ${String(ownConnections)} over ${String(windowDays)} days`),
      assumptions: ['A store that is only written to (a queue, locks) shows neither hits nor misses, but connections.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
