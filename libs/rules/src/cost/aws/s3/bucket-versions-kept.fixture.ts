import type { AwsS3BucketLifecycle, AwsS3BucketVersioning } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const gib = 2 ** 30;
const bucket = (more: Partial<AwsS3BucketLifecycle> = {}): AwsS3BucketLifecycle => ({
  bucket: 'shop-exports',
  createTime: '2024-03-01T08:00:00.000Z',
  rules: [],
  ...more,
});
const lifecycle = (enabled: boolean): AwsS3BucketLifecycle['rules'] => [
  { id: 'old', enabled, expires: false, moves: false, endsOldVersions: true, endsUploads: false },
];
const versioning = (state: AwsS3BucketVersioning['versioning']): { versionings: AwsS3BucketVersioning[] } => ({
  versionings: [{ bucket: 'shop-exports', versioning: state }],
});
const metrics = { size: [400 * gib] };

export const awsS3BucketVersionsKeptFixture: RuleFixture<AwsS3BucketLifecycle> = {
  fail: [
    {
      title: 'versioning on, no rule for old versions',
      item: bucket(),
      lookups: versioning('Enabled'),
      metrics,
      facts: { versioning: 'Enabled', sizeGib: 400 },
    },
    { title: 'suspended versioning keeps what it has made', item: bucket(), lookups: versioning('Suspended'), metrics, facts: { versioning: 'Suspended' } },
    { title: 'the rule is switched off', item: bucket({ rules: lifecycle(false) }), lookups: versioning('Enabled'), metrics },
  ],
  pass: [
    { title: 'a rule ends old versions', item: bucket({ rules: lifecycle(true) }), lookups: versioning('Enabled'), metrics },
    { title: 'too small to matter', item: bucket(), lookups: versioning('Enabled'), metrics: { size: [gib] } },
  ],
  notApplicable: [{ title: 'versioning was never on', item: bucket(), lookups: versioning('Never'), metrics, because: /never/ }],
  undetermined: [
    { title: 'its versioning was not read', item: bucket(), metrics, reason: 'unavailable' },
    { title: 'no size was sent', item: bucket(), lookups: versioning('Enabled'), metrics: { size: [] }, reason: 'no_metrics' },
    {
      title: 'younger than the window',
      item: bucket({ createTime: '2026-11-15T00:00:00.000Z' }),
      lookups: versioning('Enabled'),
      metrics,
      reason: 'too_young',
    },
    { title: 'creation time that is none', item: bucket({ createTime: null }), lookups: versioning('Enabled'), metrics, reason: 'unparsable' },
  ],
};
