import { describe, expect, it } from '@jest/globals';
import type { CallResult, CloudRequest, CloudSession } from '../../engine/cloud-request.js';
import { readPages, type ReadPage } from '../../engine/read-pages.js';
import { awsS3BucketVersioningsReader } from './bucket-versionings.reader.js';

const scope = { cloud: 'aws', accountId: '111122223333', region: 'eu-west-1' } as const;
const denied = { outcome: 'denied', permission: 's3:GetBucketVersioning', providerCode: 'AccessDenied', requestId: null } as const;

/** Three buckets; what S3 says about each. */
function session(answers: Readonly<Record<string, CallResult['outcome']>>): CloudSession {
  const bucket = (Name: string) => ({ Name, CreationDate: '2024-03-01T08:00:00.000Z', BucketRegion: 'eu-west-1' });
  const call = ({ operation, path }: CloudRequest): Promise<CallResult> => {
    const name = path?.['bucket'] ?? 'list';
    if (answers[name] === 'denied') return Promise.resolve({ ...denied, operation });
    if (answers[name] === 'unavailable') return Promise.resolve({ outcome: 'unavailable', operation, reason: 'x', retryable: false });
    const body = name === 'list' ? { Buckets: ['first', 'second', 'third'].map(bucket) } : { Status: 'Enabled' };
    return Promise.resolve({ outcome: 'read', body, requestId: null });
  };
  return { call, close: () => undefined };
}
async function walk(of: CloudSession): Promise<ReadPage<{ bucket: string }>[]> {
  const pages: ReadPage<{ bucket: string }>[] = [];
  for await (const page of readPages(awsS3BucketVersioningsReader, scope, of, { pageToken: null, signal: AbortSignal.timeout(5_000) })) pages.push(page);
  return pages;
}
const told = (pages: readonly ReadPage<{ bucket: string }>[]): unknown[] =>
  pages.map((page) => (page.outcome === 'read' ? (page.passedOver ?? page.items.map(({ bucket }) => bucket)) : page.outcome));

describe('a bucket whose own policy denies us', () => {
  it('is named with the permission that would show it, and those behind it are read', async () => {
    const over = { resource: 'second', operation: 's3:GetBucketVersioning', permission: 's3:GetBucketVersioning' };
    expect(told(await walk(session({ second: 'denied' })))).toEqual([[], ['first'], over, ['third']]);
  });

  it('ends nothing when it is the last, and a denied list is denied as a whole: an empty account is not the same', async () => {
    expect(told(await walk(session({ third: 'denied' })))).toEqual([[], ['first'], ['second'], expect.objectContaining({ resource: 'third' })]);
    expect(told(await walk(session({ list: 'denied' })))).toEqual(['denied']);
  });

  it('a bucket that could not be asked is no denied one: the walk ends and is tried again', async () => {
    expect(told(await walk(session({ second: 'unavailable' })))).toEqual([[], ['first'], 'unavailable']);
  });
});
