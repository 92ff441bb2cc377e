import { type AwsS3MultipartUploads, awsS3BucketLifecyclesReader, awsS3MultipartUploadsReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { setting } from '../../../engine/settings.js';

export const awsS3BucketUploadsUnendedRule = defineRule<AwsS3MultipartUploads>({
  id: 'aws.s3.bucket-uploads-unended',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Bucket with uploads that were begun and never ended',
  why: 'Parts of an upload that broke off are billed like objects, and no listing of objects shows them.',
  verify: 'aws s3api list-multipart-uploads --bucket {resourceId} --query "Uploads[].Initiated"',
  remedy: {
    steps: ['Ask the owner whether an upload may take longer than a week.', 'Add a lifecycle rule that aborts incomplete uploads after seven days.'],
    rollback: 'Remove the rule; parts that it ended must be uploaded again.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'config',
  needs: { item: awsS3MultipartUploadsReader },
  lookups: {
    lifecycles: lookup({
      reader: awsS3BucketLifecyclesReader,
      keys: ({ bucket, rules }) => (rules.some(({ enabled, endsUploads }) => enabled && endsUploads) ? [{ key: bucket }] : []),
      ask: ({ bucket }: AwsS3MultipartUploads) => [bucket],
    }),
  },
  metrics: {},
  defaults: { graceDays: 7 },
  evaluate({ item, at, settings, lookups }) {
    const graceDays = setting(settings, 'graceDays');
    const old = item.begun.filter((begun) => (daysSince(begun, at) ?? 0) > graceDays);
    if (old.length === 0) return { verdict: 'pass' };
    // Such a rule acts within a day or two: what is left is on its way out.
    if (lookups['lifecycles']?.has(item.bucket) === true) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { uploads: old.length, more: item.more, oldest: old[0] ?? null, graceDays },
      window: null,
      formula: `uploads begun more than ${String(graceDays)} days ago, and no enabled rule that aborts them`,
      assumptions: [
        'How much the parts hold is not known: their sizes are told only per object, whose names are not read. So there is no amount.',
        'At most the first thousand uploads are counted.',
      ],
      // No row of a bill is of the parts alone: the amount is unknown, not zero.
      cost: { kind: 'whole', resources: [], list: [] },
    };
  },
});
