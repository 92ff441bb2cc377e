import { type AwsDynamodbTable, awsDynamodbTablesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { sumOf } from '../aws-metric.js';
import { capacityMeters, capacityMetrics, notProvisioned } from './table-metrics.js';

const windowDays = 30;

export const awsDynamodbTableIdleRule = defineRule<AwsDynamodbTable>({
  id: 'aws.dynamodb.table-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'DynamoDB table with capacity that nobody uses',
  why: 'Provisioned capacity is billed by the hour, read or not.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name ConsumedReadCapacityUnits --dimensions Name=TableName,Value={name} --statistics Sum --period 86400 --start-time "$(date -u -d \'30 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: ['Ask the owner whether the table is still needed.', 'Switch it to on-demand billing, or take a backup and delete it.'],
    rollback: 'Provision the capacity again, or restore the table from its backup.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: awsDynamodbTablesReader },
  lookups: {},
  metrics: capacityMetrics(windowDays, 'day'),
  defaults: {},
  candidate({ item, at }) {
    const left = notProvisioned(item);
    if (left !== null) return left;
    // A query of an index counts under the index's own name, which the table's metrics do not show.
    if (item.secondaryIndexes > 0) return { verdict: 'undetermined', reason: 'no_metrics', facts: { secondaryIndexes: item.secondaryIndexes } };
    if (item.replicas > 0) return { verdict: 'not_applicable', because: 'a global table: its writes come from other regions' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics }) {
    const { reads, writes } = metrics;
    if (reads === undefined || writes === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(reads.values) + sumOf(writes.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { readUnits: item.readUnits, writeUnits: item.writeUnits, createTime: item.createTime, consumedReadUnits: 0, consumedWriteUnits: 0 },
      window: { start: reads.start, end: reads.end },
      formula: formula(`Σ ConsumedReadCapacityUnits = Σ ConsumedWriteCapacityUnits = 0 over ${String(windowDays)} days; only the capacity meters are counted`),
      assumptions: [
        'DynamoDB sends no datapoint where nothing was consumed; that the table was watched all the time is read from its provisioned capacity, which it always reports.',
        'Reserved capacity is bought for the region and does not show at the table.',
      ],
      cost: { kind: 'meters', meters: capacityMeters, list: [] },
    };
  },
});
