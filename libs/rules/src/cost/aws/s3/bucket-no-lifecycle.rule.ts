import { type AwsS3BucketLifecycle, awsS3BucketLifecyclesReader } from '@vitrine/cloud-readers';
import { decimalText, exact } from '@vitrine/contracts';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { gib, sizeWindowDays, standardSize, standardStorageKeys } from './bucket-size.js';

export const awsS3BucketNoLifecycleRule = defineRule<AwsS3BucketLifecycle>({
  id: 'aws.s3.bucket-no-lifecycle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Large bucket without a rule that moves or ends its objects',
  why: 'Without a lifecycle rule every object stays in the dearest class for ever, whether somebody reads it or not.',
  verify: 'aws s3api get-bucket-lifecycle-configuration --bucket {resourceId}',
  remedy: {
    steps: [
      'Ask the owner how long the objects are read, and how long they must be kept.',
      'Look at object sizes: small ones cost more in cooler classes, which bill at least 128 KB each.',
      'Add a rule that moves objects to a cooler class, or ends them.',
    ],
    rollback: 'Remove the rule; objects that it moved can be copied back, those that it ended are gone.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'config',
  needs: { item: awsS3BucketLifecyclesReader },
  lookups: {},
  metrics: { size: standardSize<AwsS3BucketLifecycle>() },
  defaults: { minimumGib: 100, sharePercent: 25 },
  candidate({ item, at }) {
    if (item.rules.some(({ enabled, expires, moves }) => enabled && (expires || moves))) return { verdict: 'pass' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < sizeWindowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays: sizeWindowDays } } : 'candidate';
  },
  evaluate({ item, identity, metrics, settings }) {
    const bytes = metrics['size']?.values.at(-1);
    if (metrics['size'] === undefined || bytes === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const minimumGib = setting(settings, 'minimumGib');
    const sizeGib = bytes / gib;
    if (sizeGib < minimumGib) return { verdict: 'pass' };
    const sharePercent = setting(settings, 'sharePercent');
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { sizeGib, minimumGib, rules: item.rules.length, sharePercent },
      window: { start: metrics['size'].start, end: metrics['size'].end },
      formula: formula(
        `no enabled rule that moves or ends current objects, and ≥ ${String(minimumGib)} GiB in the standard class; of the storage meter ${String(sharePercent)} % is counted`,
      ),
      assumptions: [
        `How much of the objects is never read is not known: between 0 and 30 % of storage is what such rules save as a rule; ${String(sharePercent)} % is counted.`,
        'Fees for moving, for reading from a cooler class and for objects below 128 KB are not taken off.',
        'Object Lock and legal holds are not read.',
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
