import { z } from 'zod';
import type { MetricPoint } from '../cloudwatch/metric-point.js';
import { isOffHour } from '../cloudwatch/working-hours.js';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const databaseGroupSchema = groupSchema
  .extend({
    situation: z
      .enum([
        ...(['used', 'idle', 'idle-young', 'no-metrics', 'read-replica', 'stopped'] as const),
        ...(['oversized', 'extended-support', 'near-the-end', 'upgraded-by-policy', 'old-generation', 'off-hours'] as const),
      ])
      .default('used'),
    instanceClass: z.string().default('db.m6g.large'),
    engine: z.string().default('postgres'),
    engineVersion: z.string().default('16.4'),
    multiAz: z.boolean().default(false),
  })
  .strict();
export type DatabaseGroup = z.output<typeof databaseGroupSchema>;

export const databaseSnapshotGroupSchema = groupSchema
  .extend({ situation: z.enum(['of-live-database', 'orphan', 'orphan-young', 'automated', 'aws-backup']).default('of-live-database') })
  .strict();
export type DatabaseSnapshotGroup = z.output<typeof databaseSnapshotGroupSchema>;

export const DATABASES: ServiceFamily<DatabaseGroup> = {
  situations: {
    used: { ageDays: 300 },
    idle: { ageDays: 200, fault: { fault: 'aws-rds-instance-idle' } },
    'idle-young': { ageDays: 5 },
    'no-metrics': { ageDays: 200 },
    'read-replica': { ageDays: 200 },
    stopped: { ageDays: 200 },
    // These take a part of the bill only, by meter, which Cost Explorer does not name beside the resource.
    oversized: { ageDays: 200, fault: { fault: 'aws-rds-instance-oversized', monthly: null } },
    'extended-support': { ageDays: 900, fault: { fault: 'aws-rds-extended-support', monthly: null } },
    'near-the-end': { ageDays: 900, fault: { fault: 'aws-rds-extended-support', monthly: null } },
    'upgraded-by-policy': { ageDays: 900 },
    'old-generation': { ageDays: 900, fault: { fault: 'aws-rds-superseded-generation', monthly: null } },
    'off-hours': { ageDays: 200, fault: { fault: 'aws-rds-nonprod-schedule', monthly: null } },
  },
  billed: ({ instanceClass }) => ({ service: 'Amazon Relational Database Service', usageType: `InstanceUsage:${instanceClass}` }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `shop-${String(ordinal)}`;
    return { name, arn: `arn:aws:rds:${region}:${place.accountId}:db:${name}`, resourceId: name };
  },
  measures: ({ name, group: { situation } }) =>
    situation === 'no-metrics' || situation === 'stopped'
      ? []
      : [
          {
            namespace: 'AWS/RDS',
            dimensions: { DBInstanceIdentifier: name },
            // Reported also when it is zero.
            valueAt: (point, noise) => databaseValue(situation, point, noise),
          },
        ],
};

const GIB = 2 ** 30;
const NOBODY: readonly DatabaseGroup['situation'][] = ['idle', 'idle-young', 'read-replica'];

function databaseValue(situation: DatabaseGroup['situation'], point: MetricPoint, noise: number): number | null {
  const off = situation === 'off-hours' && isOffHour(point);
  const nobody = NOBODY.includes(situation) || off;
  switch (point.metric) {
    case 'DatabaseConnections':
      return nobody ? 0 : Math.round(5 + 40 * noise);
    case 'CPUUtilization':
      return nobody ? 1 + noise : situation === 'oversized' ? 8 + 20 * noise : 45 + 40 * noise;
    case 'FreeableMemory':
      return situation === 'oversized' ? (10 + noise) * GIB : (1 + noise) * GIB;
    default:
      return null;
  }
}

export const DATABASE_SNAPSHOTS: ServiceFamily<DatabaseSnapshotGroup> = {
  situations: {
    'of-live-database': { ageDays: 100 },
    orphan: { ageDays: 120, fault: { fault: 'aws-rds-snapshot-orphan' } },
    'orphan-young': { ageDays: 12 },
    automated: { ageDays: 60 },
    'aws-backup': { ageDays: 60 },
  },
  billed: () => ({ service: 'Amazon Relational Database Service', usageType: 'RDS:ChargedBackupUsage' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `kept-${String(ordinal)}`;
    return { name, arn: `arn:aws:rds:${region}:${place.accountId}:snapshot:${name}`, resourceId: name };
  },
  measures: () => [],
};
