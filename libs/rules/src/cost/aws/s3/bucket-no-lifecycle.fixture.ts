import type { AwsS3BucketLifecycle } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const gib = 2 ** 30;
type LifecycleRule = AwsS3BucketLifecycle['rules'][number];
const lifecycleRule = (more: Partial<LifecycleRule>): LifecycleRule => ({
  id: 'one',
  enabled: true,
  expires: false,
  moves: false,
  endsOldVersions: false,
  endsUploads: false,
  ...more,
});
const bucket = (more: Partial<AwsS3BucketLifecycle> = {}): AwsS3BucketLifecycle => ({
  bucket: 'shop-logs',
  createTime: '2024-03-01T08:00:00.000Z',
  rules: [],
  ...more,
});
const large = { size: [900 * gib] };

export const awsS3BucketNoLifecycleFixture: RuleFixture<AwsS3BucketLifecycle> = {
  fail: [
    { title: 'nine hundred GiB and no rule', item: bucket(), metrics: large, facts: { sizeGib: 900, rules: 0 } },
    { title: 'a rule that is switched off', item: bucket({ rules: [lifecycleRule({ enabled: false, expires: true })] }), metrics: large, facts: { rules: 1 } },
    {
      title: 'a rule that only ends uploads leaves the objects where they are',
      item: bucket({ rules: [lifecycleRule({ endsUploads: true })] }),
      metrics: large,
    },
  ],
  pass: [
    { title: 'a rule moves objects', item: bucket({ rules: [lifecycleRule({ moves: true })] }), metrics: large },
    { title: 'a rule ends objects', item: bucket({ rules: [lifecycleRule({ expires: true })] }), metrics: large },
    { title: 'too small to matter', item: bucket(), metrics: { size: [gib] } },
    { title: 'was large, and is small today', item: bucket(), metrics: { size: [...Array.from({ length: 29 }, () => 900 * gib), gib] } },
  ],
  notApplicable: [],
  undetermined: [
    { title: 'no size was sent: an empty bucket and a denied one look alike', item: bucket(), metrics: { size: [] }, reason: 'no_metrics' },
    { title: 'younger than the window', item: bucket({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: large, reason: 'too_young' },
    { title: 'creation time that is none', item: bucket({ createTime: null }), metrics: large, reason: 'unparsable' },
  ],
};
