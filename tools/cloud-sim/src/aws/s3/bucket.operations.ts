import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { iso } from '../inventory/aws-clock.js';
import type { ServiceResource } from '../inventory/service-resource.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import type { XmlTree } from '../wire/xml-document.js';
import type { BucketGroup } from './bucket.family.js';
import { s3Target } from './s3-operation-name.js';

const bucketArn = (call: AwsCall): string => `arn:aws:s3:::${s3Target(call.request).bucket}`;

function listBuckets(call: AwsCall): AwsAnswer {
  const asked = call.request.url.searchParams;
  const region = asked.get('bucket-region');
  if (region !== null && region !== call.region) throw new AwsError('InvalidArgument', 'Argument value is invalid');
  const all = call.world.inventory.buckets.filter((bucket) => region === null || bucket.region === region);
  const page = pageOf('ListBuckets', all, asked.get('continuation-token') ?? undefined, Number(asked.get('max-buckets') ?? '10000'), 'InvalidArgument');
  const Bucket = page.items.map((bucket) => ({
    Name: bucket.name,
    CreationDate: iso(call.world.clock.daysAgo(bucket.ageDays)),
    ...(region === null ? {} : { BucketRegion: bucket.region }),
  }));
  return {
    kind: 'document',
    root: 'ListAllMyBucketsResult',
    members: { Owner: { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a' }, Buckets: { Bucket }, ContinuationToken: page.nextToken },
  };
}

function bucketOf(call: AwsCall): ServiceResource<BucketGroup> {
  const { bucket: name } = s3Target(call.request);
  const bucket = call.world.inventory.buckets.find((known) => known.name === name);
  if (bucket === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (bucket.region !== call.region)
    throw new AwsError('PermanentRedirect', 'The bucket you are attempting to access must be addressed using the specified endpoint.', 301);
  return bucket;
}

const moves = {
  ID: 'cool-down',
  Filter: { Prefix: '' },
  Status: 'Enabled',
  Transition: [
    { Days: 30, StorageClass: 'STANDARD_IA' },
    { Days: 90, StorageClass: 'GLACIER' },
  ],
};
const endsVersions = { ID: 'old-versions', Filter: { Prefix: '' }, Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } };
const endsUploads = { ID: 'uploads', Filter: { Prefix: '' }, Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };

function rulesOf(situation: BucketGroup['situation']): readonly XmlTree[] {
  switch (situation) {
    case 'with-lifecycle':
    case 'versions-kept':
    case 'versions-suspended':
    case 'uploads-unended':
    case 'uploads-fresh':
      return [moves];
    case 'versions-ended':
      return [moves, endsVersions];
    case 'uploads-aborted':
      return [moves, endsUploads];
    default:
      return [];
  }
}

function lifecycle(call: AwsCall): AwsAnswer {
  const Rule = rulesOf(bucketOf(call).group.situation);
  if (Rule.length === 0) throw new AwsError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404);
  return { kind: 'document', root: 'LifecycleConfiguration', members: { Rule } };
}

function versioning(call: AwsCall): AwsAnswer {
  const { situation } = bucketOf(call).group;
  const Status = situation === 'versions-suspended' ? 'Suspended' : situation.includes('versions') ? 'Enabled' : null;
  return { kind: 'document', root: 'VersioningConfiguration', members: { Status } };
}

function uploads(call: AwsCall): AwsAnswer {
  const bucket = bucketOf(call);
  const { situation } = bucket.group;
  const days = situation === 'uploads-unended' || situation === 'uploads-aborted' ? [40, 120] : situation === 'uploads-fresh' ? [1] : [];
  const Upload = days.map((age) => ({
    Key: 'export/2026.csv',
    UploadId: `upload-${String(age)}`,
    StorageClass: 'STANDARD',
    Initiated: iso(call.world.clock.daysAgo(age)),
  }));
  return { kind: 'document', root: 'ListMultipartUploadsResult', members: { Bucket: bucket.name, MaxUploads: 1000, IsTruncated: false, Upload } };
}

/** Settings of buckets: what an audit reads. */
export const BUCKET_OPERATIONS: readonly AwsOperation[] = [
  { service: 's3', name: 'ListBuckets', permission: 's3:ListAllMyBuckets', access: 'read', run: listBuckets },
  { service: 's3', name: 'GetBucketLifecycleConfiguration', permission: 's3:GetLifecycleConfiguration', access: 'read', resource: bucketArn, run: lifecycle },
  { service: 's3', name: 'GetBucketVersioning', permission: 's3:GetBucketVersioning', access: 'read', resource: bucketArn, run: versioning },
  { service: 's3', name: 'ListMultipartUploads', permission: 's3:ListBucketMultipartUploads', access: 'read', resource: bucketArn, run: uploads },
];
