import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { s3Target } from './s3-operation-name.js';

const objectArn = (call: AwsCall): string => {
  const { bucket, key } = s3Target(call.request);
  return `arn:aws:s3:::${bucket}/${key}`;
};

function getObject(call: AwsCall): AwsAnswer {
  const { bucket, key } = s3Target(call.request);
  const found = call.world.estate.objects.find((object) => object.bucket === bucket && object.key === key);
  if (found === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return { kind: 'bytes', contentType: 'binary/octet-stream', body: found.body };
}

/** Canaries to read and writes to attempt: an audit has no business here. */
export const S3_OPERATIONS: readonly AwsOperation[] = [
  { service: 's3', name: 'GetObject', permission: 's3:GetObject', access: 'secret', resource: objectArn, run: getObject },
  {
    service: 's3',
    name: 'PutObject',
    permission: 's3:PutObject',
    access: 'write',
    resource: objectArn,
    run: () => ({ kind: 'bytes', contentType: 'text/plain', body: '' }),
  },
  {
    service: 's3',
    name: 'DeleteObject',
    permission: 's3:DeleteObject',
    access: 'write',
    resource: objectArn,
    run: () => ({ kind: 'bytes', contentType: 'text/plain', body: '' }),
  },
];
