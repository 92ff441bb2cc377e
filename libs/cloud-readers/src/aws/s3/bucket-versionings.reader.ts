import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { bucketIdentity } from './bucket-identity.js';
import { bucketPage, bucketPassedOver, bucketRequest } from './bucket-names.js';

const versioning = z.object({ Status: z.enum(['Enabled', 'Suspended']).optional() });

const versioningSchema = z
  .object({ bucket: z.string().min(1), versioning })
  .transform(({ bucket, versioning: { Status } }) => ({ bucket, versioning: Status ?? ('Never' as const) }));

export type AwsS3BucketVersioning = z.output<typeof versioningSchema>;

export const awsS3BucketVersioningsReader = defineReader<AwsS3BucketVersioning>({
  id: 'aws.s3.bucket-versionings',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::S3::Bucket',
  operations: ['s3:ListBuckets', 's3:GetBucketVersioning'],
  pageSize: 250,
  request: (input) => bucketRequest(input, ({ name }) => ({ operation: 's3:GetBucketVersioning', path: { bucket: name }, shape: { Status: 'text' } })),
  page: (body, input) => bucketPage(body, input, (answer, { name }) => ({ bucket: name, versioning: answer })),
  passOver: bucketPassedOver,
  item: versioningSchema,
  identify: ({ bucket }, scope) => bucketIdentity(scope, bucket),
});
