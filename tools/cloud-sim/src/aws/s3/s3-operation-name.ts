import type { SimRequest } from '../../http/cloud-handler.js';

/** The S3 operation that a REST request means, as far as the simulator answers S3; path style only. */
export function s3OperationOf(request: SimRequest): string {
  const { key } = s3Target(request);
  switch (request.method) {
    case 'GET':
      return key === '' ? 'ListObjectsV2' : 'GetObject';
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
