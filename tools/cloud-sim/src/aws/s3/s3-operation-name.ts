import type { SimRequest } from '../../http/cloud-handler.js';

/** One path serves them all: a word of the query tells them apart. */
const bucketReads = [
  ['lifecycle', 'GetBucketLifecycleConfiguration'],
  ['versioning', 'GetBucketVersioning'],
  ['uploads', 'ListMultipartUploads'],
] as const;

/** The S3 operation that a REST request means, as far as the simulator answers S3; path style only. */
export function s3OperationOf(request: SimRequest): string {
  const { bucket, key } = s3Target(request);
  switch (request.method) {
    case 'GET':
      if (bucket === '') return 'ListBuckets';
      if (key !== '') return 'GetObject';
      return bucketReads.find(([word]) => request.url.searchParams.has(word))?.[1] ?? 'ListObjectsV2';
    case 'HEAD':
      return 'HeadObject';
    case 'PUT':
      return 'PutObject';
    case 'DELETE':
      return 'DeleteObject';
    default:
      return request.method;
  }
}

/** `/bucket/key/with/slashes`; the key is empty for a call about the bucket itself. */
export function s3Target(request: SimRequest): { readonly bucket: string; readonly key: string } {
  const [bucket = '', ...rest] = decodeURIComponent(request.url.pathname).slice(1).split('/');
  return { bucket, key: rest.join('/') };
}
