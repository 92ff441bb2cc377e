import { type AwsDynamodbTable, awsApplicationautoscalingScalableTargetsReader, awsDynamodbTablesReader } from '@vitrine/cloud-readers';
import { decimalText, exact } from '@vitrine/contracts';
import { daysSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { percentile } from '../../../engine/percentile.js';
import { setting } from '../../../engine/settings.js';
import { sumOf } from '../aws-metric.js';
import { capacityMeters, capacityMetrics, notProvisioned } from './table-metrics.js';

const windowDays = 14;
const hourSeconds = 3600;
/** Capacity that is kept for each unit that the busiest hours use. */
const headroom = 2;

const targetOf = (table: AwsDynamodbTable): string => `table/${table.tableName}`;

export const awsDynamodbTableOverprovisionedRule = defineRule<AwsDynamodbTable>({
  id: 'aws.dynamodb.table-overprovisioned',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'DynamoDB table that provisions far more than it uses',
  why: 'Provisioned capacity is billed whether used or not, and without automatic scaling it stays where it was set.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/DynamoDB --metric-name ConsumedReadCapacityUnits --dimensions Name=TableName,Value={name} --statistics Sum --period 3600 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: ['Ask the owner about bursts within an hour, which hourly sums do not show.', 'Switch on automatic scaling, or lower the provisioned capacity.'],
    rollback: 'Raise the provisioned capacity again; it takes effect at once.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'resize',
  needs: { item: awsDynamodbTablesReader },
  lookups: {
    scaling: lookup({
      reader: awsApplicationautoscalingScalableTargetsReader,
      keys: (target) => [{ key: target.resourceId }],
      ask: (table: AwsDynamodbTable) => [targetOf(table)],
    }),
  },
  metrics: capacityMetrics(windowDays, 'hour'),
  defaults: { usedPercent: 30 },
  candidate({ item, lookups, at }) {
    const left = notProvisioned(item);
    if (left !== null) return left;
    if (item.replicas > 0) return { verdict: 'not_applicable', because: 'a global table: its writes come from other regions' };
    if (item.readUnits === 0 || item.writeUnits === 0) return { verdict: 'not_applicable', because: 'it provisions no capacity' };
    if (lookups['scaling']?.has(targetOf(item)) === true) return { verdict: 'pass' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { reads, writes } = metrics;
    if (reads === undefined || writes === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    // A table that nothing touched is another finding; here the same money would be claimed twice.
    if (sumOf(reads.values) + sumOf(writes.values) === 0)
      return { verdict: 'not_applicable', because: 'nothing is consumed: judged by aws.dynamodb.table-idle' };
    const readRate = percentile(reads.values, 95) / hourSeconds;
    const writeRate = percentile(writes.values, 95) / hourSeconds;
    const usedPercent = setting(settings, 'usedPercent');
    const readPercent = (readRate / item.readUnits) * 100;
    const writePercent = (writeRate / item.writeUnits) * 100;
    if (readPercent >= usedPercent || writePercent >= usedPercent) return { verdict: 'pass' };
    // The busier side decides for both meters, so that the share is never more than either can give.
    const busier = readPercent > writePercent ? exact(readRate).dividedBy(exact(item.readUnits)) : exact(writeRate).dividedBy(exact(item.writeUnits));
    const share = exact('1').minus(busier.times(exact(headroom)));
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { readUnits: item.readUnits, writeUnits: item.writeUnits, p95ReadUnits: readRate, p95WriteUnits: writeRate, usedPercent, automaticScaling: false },
      window: { start: reads.start, end: reads.end },
      formula: formula(
        `P95 of hourly consumption < ${String(usedPercent)} % of what is provisioned, no automatic scaling; of the capacity meters the share (1 − ${String(headroom)} × the busier side's P95 ÷ provisioned) is counted`,
      ),
      assumptions: [
        'Bursts within an hour are not seen; twice the consumption of the busiest hours is kept.',
        'Indexes have capacity of their own and are not judged here.',
      ],
      cost: { kind: 'share', share: decimalText(share), meters: capacityMeters, list: [] },
    };
  },
});
