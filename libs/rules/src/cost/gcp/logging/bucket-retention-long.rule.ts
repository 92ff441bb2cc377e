import { type GcpLoggingBucket, gcpLoggingBucketsReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

export const gcpLoggingBucketRetentionLongRule = defineRule<GcpLoggingBucket>({
  id: 'gcp.logging.bucket-retention-long',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Log bucket that keeps entries longer than Google keeps them free',
  why: 'Thirty days of retention are part of the price of a log entry; every further month is billed by the gibibyte.',
  verify: 'gcloud logging buckets describe {name} --location {region} --project {accountId}',
  remedy: {
    steps: ['Ask whether a rule of retention asks for these entries.', 'Lower the retention, or route what must stay to a bucket of cold storage.'],
    rollback: 'Raise the retention again; entries that ended meanwhile are gone.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: gcpLoggingBucketsReader },
  lookups: {},
  metrics: {},
  defaults: { retentionDays: 30 },
  evaluate({ item, identity, settings }) {
    if (identity.name === '_Required') return { verdict: 'not_applicable', because: 'Google sets the retention of _Required and bills none' };
    if (item.lifecycleState !== 'ACTIVE') return { verdict: 'not_applicable', because: `state is ${item.lifecycleState ?? 'not told'}` };
    if (item.locked) return { verdict: 'not_applicable', because: 'locked: its retention is a rule of compliance' };
    const retentionDays = setting(settings, 'retentionDays');
    if (item.retentionDays <= retentionDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { retentionDaysKept: item.retentionDays, retentionDays },
      window: null,
      formula: formula(`retentionDays > ${String(retentionDays)}; only bill lines of the bucket that name retention are counted`),
      assumptions: [
        'Taking entries in costs far more than keeping them: excluding them from the sink saves more.',
        'Where the bill names no bucket the money is unknown.',
      ],
      cost: { kind: 'meters', meters: ['Retention'], list: [] },
    };
  },
});
