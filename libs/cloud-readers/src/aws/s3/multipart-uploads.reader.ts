import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { instant } from '../aws-fields.js';
import { bucketIdentity } from './bucket-identity.js';
import { bucketPage, bucketPassedOver, bucketRequest } from './bucket-names.js';

/** Only when each upload began: the names of objects are data, so they are skipped while scanning. */
const shape = { IsTruncated: 'text', Upload: [{ Initiated: 'text' }, 'Upload', 'flattened'] } as const;

const uploadsSchema = z
  .object({
    bucket: z.string().min(1),
    answer: z.object({ IsTruncated: z.enum(['true', 'false']).optional(), Upload: z.array(z.object({ Initiated: instant })).default([]) }),
  })
  .transform(({ bucket, answer }) => ({
    bucket,
    begun: answer.Upload.map(({ Initiated }) => Initiated).sort(),
    /** There are more than were read: the thousand that S3 gives at once are counted, so numbers are "at least". */
    more: answer.IsTruncated === 'true',
  }));

export type AwsS3MultipartUploads = z.output<typeof uploadsSchema>;

export const awsS3MultipartUploadsReader = defineReader<AwsS3MultipartUploads>({
  id: 'aws.s3.multipart-uploads',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::S3::Bucket',
  operations: ['s3:ListBuckets', 's3:ListMultipartUploads'],
  pageSize: 250,
  request: (input) =>
    bucketRequest(input, ({ name }) => ({ operation: 's3:ListMultipartUploads', path: { bucket: name }, query: { 'max-uploads': '1000' }, shape })),
  page: (body, input) => bucketPage(body, input, (answer, { name }) => ({ bucket: name, answer })),
  passOver: bucketPassedOver,
  item: uploadsSchema,
  identify: ({ bucket }, scope) => bucketIdentity(scope, bucket),
});
