import { z } from 'zod';
import type { ServiceFamily, ServiceMeasure } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const tableGroupSchema = groupSchema
  .extend({
    situation: z
      .enum(['used', 'idle', 'idle-young', 'idle-with-index', 'no-metrics', 'overprovisioned', 'overprovisioned-scaling', 'on-demand'])
      .default('used'),
    readUnits: z.int().min(1).default(100),
    writeUnits: z.int().min(1).default(100),
  })
  .strict();

export type TableGroup = z.output<typeof tableGroupSchema>;

/** Consumed units as a share of the provisioned ones; null: CloudWatch shows nothing, since nothing was consumed. */
const CONSUMED: Readonly<Record<TableGroup['situation'], number | null>> = {
  used: 0.6,
  idle: null,
  'idle-young': null,
  'idle-with-index': null,
  'no-metrics': null,
  overprovisioned: 0.1,
  'overprovisioned-scaling': 0.1,
  'on-demand': null,
};

function measuresOf(name: string, group: TableGroup): ServiceMeasure[] {
  if (group.situation === 'no-metrics') return [];
  const share = CONSUMED[group.situation];
  // The answer sheet names what an overprovisioned table saves, so its consumption is the same every hour.
  const consumed = (units: number, periodSeconds: number, noise: number): number | null =>
    share === null ? null : Math.round(units * share * (group.situation === 'used' ? 0.8 + 0.2 * noise : 1) * periodSeconds);
  return [
    {
      namespace: 'AWS/DynamoDB',
      dimensions: { TableName: name },
      valueAt({ metric, periodSeconds }, noise) {
        switch (metric) {
          // Reported for every provisioned table, used or not.
          case 'ProvisionedReadCapacityUnits':
            return group.situation === 'on-demand' ? null : group.readUnits;
          case 'ProvisionedWriteCapacityUnits':
            return group.situation === 'on-demand' ? null : group.writeUnits;
          case 'ConsumedReadCapacityUnits':
            return consumed(group.readUnits, periodSeconds, noise);
          case 'ConsumedWriteCapacityUnits':
            return consumed(group.writeUnits, periodSeconds, noise);
          default:
            return null;
        }
      },
    },
  ];
}

export const TABLES: ServiceFamily<TableGroup> = {
  situations: {
    used: { ageDays: 300 },
    idle: { ageDays: 300, fault: { fault: 'aws-dynamodb-table-idle' } },
    'idle-young': { ageDays: 6 },
    'idle-with-index': { ageDays: 300 },
    'no-metrics': { ageDays: 300 },
    overprovisioned: { ageDays: 300, fault: { fault: 'aws-dynamodb-overprovisioned', share: '0.8' } },
    'overprovisioned-scaling': { ageDays: 300 },
    'on-demand': { ageDays: 300 },
  },
  billed: () => ({ service: 'Amazon DynamoDB', usageType: 'WriteCapacityUnit-Hrs' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `orders-${String(ordinal)}`;
    const arn = `arn:aws:dynamodb:${region}:${place.accountId}:table/${name}`;
    return { name, arn, resourceId: arn };
  },
  measures: ({ name, group }) => measuresOf(name, group),
};
