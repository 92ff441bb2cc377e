import { z } from 'zod';
import type { CloudRequest } from '../../engine/cloud-request.js';
import type { Page, ReadInput } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import { nextOf, regionOf } from '../aws-fields.js';

const shape = { ContinuationToken: 'text', Buckets: [{ Name: 'text', CreationDate: 'text', BucketRegion: 'text' }, 'Bucket'] } as const;
const listPage = z.object({
  ContinuationToken: z.string().optional(),
  Buckets: z.array(z.object({ Name: z.string().min(1), CreationDate: z.string().default(''), BucketRegion: z.string().optional() })).default([]),
});

/** A bucket that is still to ask, as one word of a page token: names hold no blank. */
export interface NamedBucket {
  readonly name: string;
  readonly created: string;
}

function named(word: string): NamedBucket {
  const [name = '', created = ''] = word.split(' ');
  return { name, created };
}

/**
 * The walk that all readers of bucket settings share: the region's own names, then one call per bucket, since S3 has no list
 * that says more. Asked at the region's own endpoint, so that no bucket answers with a redirect.
 */
export function bucketRequest({ scope, pageToken, pageSize }: ReadInput, perBucket: (bucket: NamedBucket) => CloudRequest): CloudRequest {
  const { pending, marker } = pendingNames(pageToken);
  const [next] = pending;
  if (next !== undefined) return { ...perBucket(named(next)), ...regionOf(scope) };
  const query = { 'max-buckets': String(pageSize), ...(scope.region === null ? {} : { 'bucket-region': scope.region }) };
  return { operation: 's3:ListBuckets', ...regionOf(scope), query: { ...query, ...(marker === null ? {} : { 'continuation-token': marker }) }, shape };
}

/** Splits an answer of `bucketRequest`; `raw` makes the bucket's one item. */
export function bucketPage(body: unknown, { scope, pageToken }: ReadInput, raw: (body: unknown, bucket: NamedBucket) => unknown): Page {
  const { pending, marker } = pendingNames(pageToken);
  const [word] = pending;
  if (word === undefined) {
    const { Buckets, ContinuationToken } = listPage.parse(body);
    // Where the service does not filter by region, it says the region of each.
    const here = Buckets.filter(({ BucketRegion }) => BucketRegion === undefined || BucketRegion === '' || BucketRegion === scope.region);
    return { items: [], next: pendingToken({ pending: here.map(({ Name, CreationDate }) => `${Name} ${CreationDate}`), marker: nextOf(ContinuationToken) }) };
  }
  return { items: [raw(body, named(word))], next: pendingToken({ pending: pending.slice(1), marker }) };
}

/** A bucket whose own policy denies us is one that is not known, and no reason to leave out those behind it. */
export function bucketPassedOver({ pageToken }: ReadInput): { readonly resource: string; readonly next: string | null } | null {
  const { pending, marker } = pendingNames(pageToken);
  const [word] = pending;
  return word === undefined ? null : { resource: named(word).name, next: pendingToken({ pending: pending.slice(1), marker }) };
}
