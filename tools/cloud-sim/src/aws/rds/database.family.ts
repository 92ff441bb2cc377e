import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const databaseGroupSchema = groupSchema
  .extend({
    situation: z.enum(['used', 'idle', 'idle-young', 'no-metrics', 'read-replica', 'stopped']).default('used'),
    instanceClass: z.string().default('db.m5.large'),
    engine: z.string().default('postgres'),
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
            valueAt: ({ metric }, noise) => (metric === 'DatabaseConnections' ? (situation === 'used' ? Math.round(5 + 40 * noise) : 0) : null),
          },
        ],
};

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
