import type { GcpLoggingBucket } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const bucket = (more: Partial<GcpLoggingBucket> = {}): GcpLoggingBucket => ({
  name: 'projects/acme-prod/locations/global/buckets/_Default',
  createTime: null,
  retentionDays: 365,
  lifecycleState: 'ACTIVE',
  locked: false,
  ...more,
});

export const gcpLoggingBucketRetentionLongFixture: RuleFixture<GcpLoggingBucket> = {
  fail: [{ title: 'a year of everything', item: bucket(), facts: { retentionDaysKept: 365, retentionDays: 30 } }],
  pass: [
    { title: 'what Google keeps free', item: bucket({ retentionDays: 30 }) },
    { title: 'a year, where the organization wants it', item: bucket(), settings: { retentionDays: 365 } },
  ],
  notApplicable: [
    {
      title: '_Required keeps 400 days by itself',
      item: bucket({ name: 'projects/acme-prod/locations/global/buckets/_Required', retentionDays: 400 }),
      because: /_Required/,
    },
    { title: 'locked for compliance', item: bucket({ locked: true }), because: /compliance/ },
    { title: 'being deleted', item: bucket({ lifecycleState: 'DELETE_REQUESTED' }), because: /DELETE_REQUESTED/ },
  ],
  undetermined: [],
};
