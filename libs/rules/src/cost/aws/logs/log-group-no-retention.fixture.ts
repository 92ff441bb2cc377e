import type { AwsLogsLogGroup } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const group = (more: Partial<AwsLogsLogGroup> = {}): AwsLogsLogGroup => ({
  logGroupName: '/shop/checkout',
  logGroupArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/shop/checkout',
  creationTime: '2025-11-27T00:00:00.000Z',
  retentionInDays: null,
  storedBytes: 50 * 2 ** 30,
  logGroupClass: 'STANDARD',
  ...more,
});

export const awsLogsLogGroupNoRetentionFixture: RuleFixture<AwsLogsLogGroup> = {
  fail: [
    { title: 'a year of events and no retention: three quarters are older than 90 days', item: group(), facts: { ageDays: 360, olderShare: '0.7500' } },
    { title: 'infrequent access is cheaper, not free', item: group({ logGroupClass: 'INFREQUENT_ACCESS' }) },
    { title: 'a provider that names no class', item: group({ logGroupClass: null }) },
  ],
  pass: [
    { title: 'has a retention', item: group({ retentionInDays: 3653 }) },
    { title: 'too small to matter', item: group({ storedBytes: 2 ** 30 - 1 }) },
    { title: 'nothing in it can be older than the target yet', item: group({ creationTime: '2026-09-01T00:00:00.000Z' }) },
  ],
  notApplicable: [{ title: 'on its way to another service', item: group({ logGroupClass: 'DELIVERY' }), because: /DELIVERY/ }],
  undetermined: [{ title: 'creation time that is none', item: group({ creationTime: 'once' }), reason: 'unparsable' }],
};
