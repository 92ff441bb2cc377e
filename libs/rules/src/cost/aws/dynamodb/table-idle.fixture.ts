import type { AwsDynamodbTable } from '@vitrine/cloud-readers';
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
const pulse = { provisionedReads: [100], provisionedWrites: [50] };
const silent = { ...pulse, reads: [], writes: [] };

export const awsDynamodbTableIdleFixture: RuleFixture<AwsDynamodbTable> = {
  fail: [
    { title: 'nothing consumed while the capacity was reported every day', item: table(), metrics: silent, facts: { consumedReadUnits: 0, readUnits: 100 } },
    { title: 'zeros are zeros too', item: table(), metrics: { ...pulse, reads: [0], writes: [0] } },
  ],
  pass: [
    { title: 'read on one day', item: table(), metrics: { ...silent, reads: [0, 0.5] } },
    { title: 'written only', item: table(), metrics: { ...silent, writes: [10] } },
  ],
  notApplicable: [
    { title: 'on demand: nothing provisioned', item: table({ billingMode: 'PAY_PER_REQUEST' }), because: /by request/ },
    { title: 'being deleted', item: table({ state: 'DELETING' }), because: /DELETING/ },
    { title: 'replica of a global table', item: table({ replicas: 2 }), because: /global table/ },
  ],
  undetermined: [
    {
      title: 'no pulse: its monitoring did not arrive',
      item: table(),
      metrics: { reads: [], writes: [], provisionedReads: [], provisionedWrites: [] },
      reason: 'no_metrics',
    },
    { title: 'an index may be read though the table is not', item: table({ secondaryIndexes: 1 }), metrics: silent, reason: 'no_metrics' },
    { title: 'younger than the window', item: table({ createTime: '2026-11-01T00:00:00.000Z' }), metrics: silent, reason: 'too_young' },
    { title: 'no creation time', item: table({ createTime: null }), metrics: silent, reason: 'unparsable' },
  ],
};
