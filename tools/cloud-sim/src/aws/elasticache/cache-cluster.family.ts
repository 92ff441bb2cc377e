import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const cacheClusterGroupSchema = groupSchema
  .extend({
    situation: z.enum(['used', 'queue', 'idle', 'idle-young', 'no-metrics', 'memcached', 'oversized']).default('used'),
    nodeType: z.string().default('cache.r6g.large'),
  })
  .strict();
export type CacheClusterGroup = z.output<typeof cacheClusterGroupSchema>;

export const CACHE_CLUSTERS: ServiceFamily<CacheClusterGroup> = {
  situations: {
    used: { ageDays: 300 },
    queue: { ageDays: 300 },
    idle: { ageDays: 200, fault: { fault: 'aws-elasticache-cluster-idle' } },
    'idle-young': { ageDays: 5 },
    'no-metrics': { ageDays: 200 },
    memcached: { ageDays: 200 },
    // The next smaller type costs half; the whole bill of a node is its hours.
    oversized: { ageDays: 200, fault: { fault: 'aws-elasticache-cluster-oversized', share: '0.5' } },
  },
  billed: ({ nodeType }) => ({ service: 'Amazon ElastiCache', usageType: `NodeUsage:${nodeType}` }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `carts-${String(ordinal)}`;
    return { name, arn: `arn:aws:elasticache:${region}:${place.accountId}:cluster:${name}`, resourceId: name };
  },
  measures: ({ name, group: { situation } }) =>
    situation === 'no-metrics'
      ? []
      : [
          {
            namespace: 'AWS/ElastiCache',
            dimensions: { CacheClusterId: name },
            valueAt({ metric }, noise) {
              if (metric === 'CurrConnections')
                return situation === 'used' || situation === 'queue' || situation === 'oversized' ? Math.round(20 + 30 * noise) : 3;
              if (metric === 'EngineCPUUtilization') return situation === 'oversized' ? 5 + 15 * noise : 45 + 30 * noise;
              if (metric === 'DatabaseMemoryUsagePercentage') return situation === 'oversized' ? 10 + 10 * noise : 60 + 10 * noise;
              if (metric !== 'CacheHits' && metric !== 'CacheMisses') return null;
              return situation === 'memcached' ? null : situation === 'used' || situation === 'oversized' ? Math.round(1000 * (1 + noise)) : 0;
            },
          },
        ],
};
