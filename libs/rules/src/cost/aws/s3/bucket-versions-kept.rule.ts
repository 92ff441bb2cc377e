import { type AwsS3BucketLifecycle, awsS3BucketLifecyclesReader, awsS3BucketVersioningsReader } from '@vitrine/cloud-readers';
import { decimalText, exact } from '@vitrine/contracts';
import { daysSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { gib, sizeWindowDays, standardSize, standardStorageKeys } from './bucket-size.js';

export const awsS3BucketVersionsKeptRule = defineRule<AwsS3BucketLifecycle>({
  id: 'aws.s3.bucket-versions-kept',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Bucket that keeps every old version of its objects',
  why: 'With versioning on, deleting or overwriting an object frees nothing: each old version is billed until a rule ends it.',
  verify: 'aws s3api get-bucket-lifecycle-configuration --bucket {resourceId}',
  remedy: {
    steps: ['Ask the owner how long an old version may be wanted back.', 'Add a rule that ends noncurrent versions after that time.'],
    rollback: 'Remove the rule; versions that it ended are gone.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: awsS3BucketLifecyclesReader },
  lookups: {
    versionings: lookup({
      reader: awsS3BucketVersioningsReader,
      keys: ({ bucket, versioning }) => [{ key: bucket, value: versioning }],
      ask: ({ bucket }: AwsS3BucketLifecycle) => [bucket],
    }),
  },
  metrics: { size: standardSize<AwsS3BucketLifecycle>() },
  defaults: { minimumGib: 100, sharePercent: 25 },
  candidate({ item, lookups, at }) {
    // Suspended versioning makes no new versions and keeps all old ones.
    const versioning = lookups['versionings']?.get(item.bucket);
    if (versioning === undefined) return { verdict: 'undetermined', reason: 'unavailable', facts: { bucket: item.bucket } };
    if (versioning === 'Never') return { verdict: 'not_applicable', because: 'versioning was never on' };
    if (item.rules.some(({ enabled, endsOldVersions }) => enabled && endsOldVersions)) return { verdict: 'pass' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < sizeWindowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays: sizeWindowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings, lookups }) {
    const bytes = metrics['size']?.values.at(-1);
    if (metrics['size'] === undefined || bytes === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const minimumGib = setting(settings, 'minimumGib');
    const sizeGib = bytes / gib;
    if (sizeGib < minimumGib) return { verdict: 'pass' };
    const sharePercent = setting(settings, 'sharePercent');
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { versioning: String(lookups['versionings']?.get(item.bucket)), sizeGib, minimumGib, sharePercent },
      window: { start: metrics['size'].start, end: metrics['size'].end },
      formula: formula(
        `versioning is or was on, no enabled rule ends or moves old versions, and ≥ ${String(minimumGib)} GiB in the standard class; of the storage meter ${String(sharePercent)} % is counted`,
      ),
      assumptions: [
        'Neither the bill nor CloudWatch tells old versions from current objects; S3 Storage Lens or an inventory report does.',
        `${String(sharePercent)} % is taken to be old versions.`,
      ],
      cost: {
        kind: 'share',
        share: decimalText(exact(sharePercent).dividedBy(exact('100'))),
        meters: ['TimedStorage-ByteHrs'],
        list: standardStorageKeys(bytes, identity.region ?? ''),
      },
      bound: 'upper_bound',
    };
  },
});
