import { type AwsElasticacheCacheCluster, awsElasticacheCacheClustersReader } from '@vitrine/cloud-readers';
import type { PriceKey } from '@vitrine/pricing';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';
import { databaseClass } from '../rds/database-classes.js';

const windowDays = 30;
const metric = (name: string): MetricNeed<AwsElasticacheCacheCluster> =>
  awsMetric({ namespace: 'AWS/ElastiCache', name, statistic: 'Maximum', windowDays, per: 'hour' }, (cluster) => ({ CacheClusterId: cluster.cacheClusterId }));
const engines: Readonly<Record<string, string>> = { redis: 'Redis', valkey: 'Valkey' };

function nodePriceKeys(cluster: AwsElasticacheCacheCluster, nodeType: string, region: string): PriceKey[] {
  const cacheEngine = engines[cluster.engine];
  if (cacheEngine === undefined) return [];
  const attributes = { productFamily: 'Cache Instance', instanceType: nodeType, cacheEngine };
  return [{ cloud: 'aws', service: 'AmazonElastiCache', region, attributes, quantity: String(730 * (cluster.nodes ?? 1)), unit: 'Hrs' }];
}

export const awsElasticacheCacheClusterOversizedRule = defineRule<AwsElasticacheCacheCluster>({
  id: 'aws.elasticache.cache-cluster-oversized',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'ElastiCache node twice as large as its work',
  why: 'A node whose processor and memory both stay below half for a month would do its work at the next smaller type.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/ElastiCache --metric-name DatabaseMemoryUsagePercentage --dimensions Name=CacheClusterId,Value={resourceId} --statistics Maximum --period 3600 --start-time "$(date -u -d \'30 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: ['Check the network bandwidth of the smaller type.', 'Scale the replication group down; all of its nodes have one type.'],
    rollback: 'Scale the replication group up again.',
  },
  severity: 'medium',
  effort: 'Medium',
  actionGroup: 'resize',
  needs: { item: awsElasticacheCacheClustersReader },
  lookups: {},
  metrics: { cpu: metric('EngineCPUUtilization'), memory: metric('DatabaseMemoryUsagePercentage'), connections: metric('CurrConnections') },
  // Half of the memory must hold what is there today, with room to spare.
  defaults: { cpuPercent: 40, memoryPercent: 40, ownConnections: 6 },
  candidate({ item, at }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (engines[item.engine] === undefined) return { verdict: 'not_applicable', because: 'its engine tells neither its own processor nor its memory' };
    const parts = databaseClass(item.nodeType);
    if (parts === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { nodeType: item.nodeType } };
    if (/^t\d/.test(parts.family)) return { verdict: 'not_applicable', because: 'burstable: its size is bought for bursts' };
    if (parts.half === null) return { verdict: 'not_applicable', because: 'its family has no type of half as much' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const { cpu, memory, connections } = metrics;
    const half = databaseClass(item.nodeType)?.half ?? null;
    if (cpu === undefined || memory === undefined || connections === undefined || half === null)
      return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (Math.max(...connections.values) <= setting(settings, 'ownConnections'))
      return { verdict: 'not_applicable', because: 'nobody connects: judged by aws.elasticache.cache-cluster-idle' };
    const bars = { cpuPercent: setting(settings, 'cpuPercent'), memoryPercent: setting(settings, 'memoryPercent') };
    const p99CpuPercent = percentile(cpu.values, 99);
    const maxMemoryPercent = Math.max(...memory.values);
    if (p99CpuPercent >= bars.cpuPercent || maxMemoryPercent >= bars.memoryPercent) return { verdict: 'pass' };
    const region = identity.region ?? '';
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { nodeType: item.nodeType, targetType: half, p99CpuPercent, maxMemoryPercent, replicationGroupId: item.replicationGroupId, ...bars },
      window: { start: cpu.start, end: cpu.end },
      formula: `P99 of hourly EngineCPUUtilization < ${String(bars.cpuPercent)} % and memory always < ${String(bars.memoryPercent)} % over ${String(windowDays)} days; saving = bill × (1 − list price of ${half} ÷ list price of ${item.nodeType})`,
      assumptions: ['All nodes of a replication group have one type: each is judged, and they shrink together or not at all.'],
      cost: { kind: 'ratio', list: nodePriceKeys(item, item.nodeType, region), target: nodePriceKeys(item, half, region) },
    };
  },
});
