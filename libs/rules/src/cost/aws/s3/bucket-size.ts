import type { MetricNeed } from '../../../engine/define-rule.js';
import type { PriceKey } from '@vitrine/pricing';
import { decimalText, exact } from '@vitrine/contracts';
import { awsMetric } from '../aws-metric.js';

export const gib = 2 ** 30;
/** S3 sends a bucket's size once a day, up to two days late: over a month that is still more than nine days of ten. */
export const sizeWindowDays = 30;

/** What a bucket keeps in the class that objects are put into unless somebody says otherwise: old versions and unended uploads count too. */
export function standardSize<Item extends { readonly bucket: string }>(): MetricNeed<Item> {
  return {
    ...awsMetric<Item>({ namespace: 'AWS/S3', name: 'BucketSizeBytes', statistic: 'Average', windowDays: sizeWindowDays, per: 'day' }, ({ bucket }) => ({
      BucketName: bucket,
      StorageType: 'StandardStorage',
    })),
    higherMeans: 'spare',
  };
}

/** Storage of the standard class, first tier: larger buckets pay a little less per GiB, so it is an upper bound. */
export function standardStorageKeys(bytes: number, region: string): PriceKey[] {
  return [
    {
      cloud: 'aws',
      service: 'AmazonS3',
      region,
      attributes: { productFamily: 'Storage', storageClass: 'General Purpose', volumeType: 'Standard' },
      quantity: decimalText(exact(bytes).dividedBy(gib)),
      unit: 'GB-Mo',
    },
  ];
}
