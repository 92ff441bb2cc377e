import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { instant, optionalText } from '../aws-fields.js';
import { bucketIdentity } from './bucket-identity.js';
import { bucketPage, bucketPassedOver, bucketRequest } from './bucket-names.js';

/** `LifecycleConfiguration` holds nothing but its rules, so the root is the list. */
const shape = [
  {
    ID: 'text',
    Status: 'text',
    Expiration: { Days: 'text', Date: 'text' },
    Transition: [{ StorageClass: 'text' }, 'Transition', 'flattened'],
    NoncurrentVersionExpiration: { NoncurrentDays: 'text' },
    NoncurrentVersionTransition: [{ StorageClass: 'text' }, 'NoncurrentVersionTransition', 'flattened'],
    AbortIncompleteMultipartUpload: { DaysAfterInitiation: 'text' },
  },
  'Rule',
] as const;

const lifecycleSchema = z
  .object({
    bucket: z.string().min(1),
    created: z.union([instant, z.literal('')]),
    rules: z.array(
      z.object({
        ID: optionalText,
        Status: z.enum(['Enabled', 'Disabled']),
        Expiration: z.object({ Days: optionalText, Date: optionalText }).optional(),
        Transition: z.array(z.unknown()).default([]),
        NoncurrentVersionExpiration: z.unknown().optional(),
        NoncurrentVersionTransition: z.array(z.unknown()).default([]),
        AbortIncompleteMultipartUpload: z.unknown().optional(),
      }),
    ),
  })
  .transform(({ bucket, created, rules }) => ({
    bucket,
    createTime: created === '' ? null : created,
    rules: rules.map((rule) => ({
      id: rule.ID,
      enabled: rule.Status === 'Enabled',
      // An expiration that only removes delete markers ends no object.
      expires: rule.Expiration !== undefined && (rule.Expiration.Days !== null || rule.Expiration.Date !== null),
      moves: rule.Transition.length > 0,
      endsOldVersions: rule.NoncurrentVersionExpiration !== undefined || rule.NoncurrentVersionTransition.length > 0,
      endsUploads: rule.AbortIncompleteMultipartUpload !== undefined,
    })),
  }));

export type AwsS3BucketLifecycle = z.output<typeof lifecycleSchema>;

const absent = z.object({ absent: z.literal(true) });

export const awsS3BucketLifecyclesReader = defineReader<AwsS3BucketLifecycle>({
  id: 'aws.s3.bucket-lifecycles',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::S3::Bucket',
  operations: ['s3:ListBuckets', 's3:GetBucketLifecycleConfiguration'],
  pageSize: 250,
  request: (input) => bucketRequest(input, ({ name }) => ({ operation: 's3:GetBucketLifecycleConfiguration', path: { bucket: name }, shape })),
  page: (body, input) =>
    bucketPage(body, input, (rules, { name, created }) => ({ bucket: name, created, rules: absent.safeParse(rules).success ? [] : rules })),
  passOver: bucketPassedOver,
  item: lifecycleSchema,
  identify: ({ bucket }, scope) => bucketIdentity(scope, bucket),
});
