import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const warehouseGroupSchema = groupSchema
  .extend({ situation: z.enum(['used', 'idle', 'loading', 'idle-young', 'no-metrics', 'paused']).default('used') })
  .strict();
export type WarehouseGroup = z.output<typeof warehouseGroupSchema>;

export const WAREHOUSES: ServiceFamily<WarehouseGroup> = {
  situations: {
    used: { ageDays: 300 },
    idle: { ageDays: 200, fault: { fault: 'aws-redshift-cluster-idle' } },
    loading: { ageDays: 200 },
    'idle-young': { ageDays: 5 },
    'no-metrics': { ageDays: 200 },
    paused: { ageDays: 200 },
  },
  billed: () => ({ service: 'Amazon Redshift', usageType: 'Node:ra3.xlplus' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `sales-${String(ordinal)}`;
    return { name, arn: `arn:aws:redshift:${region}:${place.accountId}:cluster:${name}`, resourceId: name };
  },
  measures: ({ name, group: { situation } }) =>
    situation === 'no-metrics' || situation === 'paused'
      ? []
      : [
          {
            namespace: 'AWS/Redshift',
            dimensions: { ClusterIdentifier: name },
            valueAt({ metric }, noise) {
              if (metric === 'DatabaseConnections') return situation === 'used' ? Math.round(2 + 10 * noise) : 0;
              if (metric === 'CPUUtilization') return situation === 'used' || situation === 'loading' ? 20 + 40 * noise : 1 + 2 * noise;
              return null;
            },
          },
        ],
};
