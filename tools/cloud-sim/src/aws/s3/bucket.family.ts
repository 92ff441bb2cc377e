import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const bucketGroupSchema = groupSchema
  .extend({
    situation: z
      .enum([
        ...(['with-lifecycle', 'without-lifecycle', 'without-lifecycle-small', 'without-lifecycle-young', 'without-lifecycle-no-size'] as const),
        ...(['versions-kept', 'versions-ended', 'versions-suspended', 'uploads-unended', 'uploads-aborted', 'uploads-fresh'] as const),
        ...(['without-lifecycle-versions-kept'] as const),
      ])
      .default('with-lifecycle'),
    sizeGiB: z.number().positive().default(400),
  })
  .strict();
export type BucketGroup = z.output<typeof bucketGroupSchema>;

const unlisted = (fault: string): { readonly fault: string; readonly monthly: null } => ({ fault, monthly: null });
const GIB = 2 ** 30;

export const BUCKETS: ServiceFamily<BucketGroup> = {
  situations: {
    'with-lifecycle': { ageDays: 600 },
    // Cost Explorer names no meter beside a bucket, so what a part of its storage costs stays unknown to the bill.
    'without-lifecycle': { ageDays: 600, fault: unlisted('aws-s3-lifecycle-missing') },
    'without-lifecycle-small': { ageDays: 600 },
    'without-lifecycle-young': { ageDays: 12 },
    'without-lifecycle-no-size': { ageDays: 600 },
    'versions-kept': { ageDays: 600, fault: unlisted('aws-s3-versions-kept') },
    'versions-ended': { ageDays: 600 },
    'versions-suspended': { ageDays: 600, fault: unlisted('aws-s3-versions-kept') },
    'uploads-unended': { ageDays: 600, fault: unlisted('aws-s3-uploads-unended') },
    'uploads-aborted': { ageDays: 600 },
    'uploads-fresh': { ageDays: 600 },
    'without-lifecycle-versions-kept': { ageDays: 600, fault: unlisted('aws-s3-lifecycle-missing'), also: [unlisted('aws-s3-versions-kept')] },
  },
  billed: () => ({ service: 'Amazon Simple Storage Service', usageType: 'TimedStorage-ByteHrs' }),
  named(place, ordinal, _region, group) {
    const name = group.id ?? `shop-${place.accountId}-${String(ordinal)}`;
    // The bill knows a bucket by its bare name.
    return { name, arn: name, resourceId: name };
  },
  measures({ name, group }) {
    if (group.situation === 'without-lifecycle-no-size') return [];
    const size = group.situation === 'without-lifecycle-small' ? 2 : group.sizeGiB;
    return [
      {
        namespace: 'AWS/S3',
        dimensions: { BucketName: name, StorageType: 'StandardStorage' },
        // Sent once a day, at midnight.
        valueAt: ({ metric, second }) => (metric === 'BucketSizeBytes' && second % 86_400 === 0 ? size * GIB : null),
      },
    ];
  },
};
