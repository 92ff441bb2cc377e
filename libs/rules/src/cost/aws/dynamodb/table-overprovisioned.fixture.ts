import type { AwsApplicationautoscalingScalableTarget, AwsDynamodbTable } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const table = (more: Partial<AwsDynamodbTable> = {}): AwsDynamodbTable => ({
  tableName: 'orders',
  tableArn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders',
  state: 'ACTIVE',
  createTime: '2026-01-01T08:00:00.000Z',
  billingMode: 'PROVISIONED',
  readUnits: 100,
  writeUnits: 50,
  secondaryIndexes: 0,
  replicas: 0,
  ...more,
});
const scaling: AwsApplicationautoscalingScalableTarget[] = [{ resourceId: 'table/orders', dimension: 'dynamodb:table:ReadCapacityUnits' }];
const pulse = { provisionedReads: [100], provisionedWrites: [50] };
/** A tenth of what is provisioned, every hour. */
const tenth = { ...pulse, reads: [36_000], writes: [18_000] };

export const awsDynamodbTableOverprovisionedFixture: RuleFixture<AwsDynamodbTable> = {
  fail: [
    { title: 'a tenth used, day and night', item: table(), metrics: tenth, facts: { p95ReadUnits: 10, p95WriteUnits: 5 } },
    { title: 'written, never read: no datapoint of reads is no read', item: table(), metrics: { ...tenth, reads: [] } },
    {
      title: 'one hour in fifty at the limit is left to bursts',
      item: table(),
      metrics: { ...tenth, reads: [...Array.from({ length: 49 }, () => 36_000), 360_000] },
    },
  ],
  pass: [
    { title: 'reads at a third', item: table(), metrics: { ...tenth, reads: [118_800] } },
    { title: 'automatic scaling watches it', item: table(), lookups: { scaling }, metrics: tenth },
    { title: 'exactly at the bar is not below it', item: table(), metrics: { ...tenth, writes: [54_000] } },
  ],
  notApplicable: [
    { title: 'on demand', item: table({ billingMode: 'PAY_PER_REQUEST' }), because: /by request/ },
    { title: 'being made', item: table({ state: 'CREATING' }), because: /CREATING/ },
    { title: 'replica of a global table', item: table({ replicas: 1 }), because: /global table/ },
    { title: 'no capacity at all', item: table({ readUnits: 0, writeUnits: 0 }), because: /no capacity/ },
    { title: 'nothing consumed: idle, which another rule says', item: table(), metrics: { ...pulse, reads: [], writes: [] }, because: /table-idle/ },
  ],
  undetermined: [
    {
      title: 'no pulse: its monitoring did not arrive',
      item: table(),
      metrics: { ...tenth, provisionedReads: [], provisionedWrites: [] },
      reason: 'no_metrics',
    },
    { title: 'younger than the window', item: table({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: tenth, reason: 'too_young' },
    { title: 'no creation time', item: table({ createTime: null }), metrics: tenth, reason: 'unparsable' },
  ],
};
