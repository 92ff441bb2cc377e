import type { AwsDynamodbTable } from '@vitrine/cloud-readers';
import type { MetricNeed, Verdict } from '../../../engine/define-rule.js';
import { awsMetric } from '../aws-metric.js';

const metric = (name: string, windowDays: number, per: 'day' | 'hour', statistic: 'Sum' | 'Maximum'): MetricNeed<AwsDynamodbTable> =>
  awsMetric({ namespace: 'AWS/DynamoDB', name, statistic, windowDays, per }, (table) => ({ TableName: table.tableName }));

/**
 * What a table consumed, and what it provisioned all the while. DynamoDB sends nothing of consumption where there was none,
 * but always says what is provisioned: that pulse tells a quiet table from one whose metrics did not arrive.
 */
export function capacityMetrics(
  windowDays: number,
  per: 'day' | 'hour',
): Readonly<Record<'reads' | 'writes' | 'provisionedReads' | 'provisionedWrites', MetricNeed<AwsDynamodbTable>>> {
  return {
    reads: metric('ConsumedReadCapacityUnits', windowDays, per, 'Sum'),
    writes: metric('ConsumedWriteCapacityUnits', windowDays, per, 'Sum'),
    provisionedReads: metric('ProvisionedReadCapacityUnits', windowDays, per, 'Maximum'),
    provisionedWrites: metric('ProvisionedWriteCapacityUnits', windowDays, per, 'Maximum'),
  };
}

/** Capacity is billed by the provisioned unit and hour; storage and backups stay. */
export const capacityMeters: readonly string[] = ['ReadCapacityUnit-Hrs', 'WriteCapacityUnit-Hrs'];

/** What both capacity rules leave out before any metric is read, or null. */
export function notProvisioned(table: AwsDynamodbTable): Verdict | null {
  if (table.state !== 'ACTIVE') return { verdict: 'not_applicable', because: `state is ${table.state}` };
  if (table.billingMode !== 'PROVISIONED') return { verdict: 'not_applicable', because: 'billed by request: it provisions no capacity' };
  return null;
}
