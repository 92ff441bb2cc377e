import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { bytesOf, etagOf, isVersion, rangeOf } from '../../estate/stored-file.js';
import { refusalReason } from '../iam/aws-principal.js';
import { pageOf } from '../paging.js';
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
  mayDecrypt(call, found.kmsKey);
  if (found.purpose === 'export') call.world.context.log.identify(call.request, { access: 'read' });
  const etag = etagOf(found);
  if (!isVersion(call.request.headers['if-match'], etag))
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  const body = bytesOf(found);
  const range = rangeOf(call.request.headers['range'], body.length);
  if (range === 'unsatisfiable') throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  const headers = { etag: `"${etag}"`, 'last-modified': new Date(found.modified).toUTCString(), 'accept-ranges': 'bytes' };
  if (range === null) return { kind: 'bytes', contentType: 'binary/octet-stream', body, headers };
  const part = `bytes ${String(range.first)}-${String(range.last)}/${String(body.length)}`;
  return {
    kind: 'bytes',
    contentType: 'binary/octet-stream',
    status: 206,
    body: body.subarray(range.first, range.last + 1),
    headers: { ...headers, 'content-range': part },
  };
}

/** S3 asks the key service in the caller's name, and passes its refusal on. */
function mayDecrypt({ principal, region, world, request }: AwsCall, kmsKey: string | undefined): void {
  if (kmsKey === undefined) return;
  const { bucket, key } = s3Target(request);
  const context = {
    'aws:requestedregion': region,
    'kms:viaservice': `s3.${region}.amazonaws.com`,
    'kms:encryptioncontext:aws:s3:arn': `arn:aws:s3:::${bucket}/${key}`,
  };
  const reason = refusalReason(principal, { action: 'kms:Decrypt', resource: kmsKey, context });
  if (reason === null) return;
  world.context.log.identify(request, { outcome: 'denied' });
  throw new AwsError('AccessDenied', `User: ${principal.arn} is not authorized to perform: kms:Decrypt on resource: ${kmsKey} ${reason}`, 403);
}

function listObjects(call: AwsCall): AwsAnswer {
  const { bucket } = s3Target(call.request);
  const asked = call.request.url.searchParams;
  const prefix = asked.get('prefix') ?? '';
  const inBucket = call.world.estate.objects.filter((object) => object.bucket === bucket);
  if (inBucket.length === 0 && !call.world.inventory.buckets.some(({ name }) => name === bucket))
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  const all = inBucket.filter(({ key }) => key.startsWith(prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const size = Math.min(1000, Number(asked.get('max-keys') ?? '1000'));
  const page = pageOf('ListObjectsV2', all, asked.get('continuation-token') ?? undefined, size, 'InvalidArgument');
  const Contents = page.items.map((object) => ({
    Key: object.key,
    LastModified: object.modified,
    ETag: `"${etagOf(object)}"`,
    Size: bytesOf(object).length,
    StorageClass: 'STANDARD',
  }));
  return {
    kind: 'document',
    root: 'ListBucketResult',
    members: {
      Name: bucket,
      Prefix: prefix,
      KeyCount: Contents.length,
      MaxKeys: size,
      IsTruncated: page.nextToken !== null,
      Contents,
      NextContinuationToken: page.nextToken,
    },
  };
}

/** Files of exports, canaries to read and writes to attempt: with the last two an audit has no business. */
export const S3_OPERATIONS: readonly AwsOperation[] = [
  {
    service: 's3',
    name: 'ListObjectsV2',
    permission: 's3:ListBucket',
    access: 'read',
    resource: (call) => `arn:aws:s3:::${s3Target(call.request).bucket}`,
    conditions: (call) => ({ 's3:prefix': call.request.url.searchParams.get('prefix') ?? '' }),
    run: listObjects,
  },
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
