import type { ResourceIdentity } from '../../engine/define-reader.js';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const names = '<Owner><ID>75aa57f0</ID></Owner>';

/** Two pages of names with the answers of each bucket between, as one reader's walk sees them. */
export function bucketWalk(ofLogs: string | object, ofExports: string | object): (string | object)[] {
  const bucket = (name: string, region = 'eu-central-1'): string =>
    `<Bucket><Name>${name}</Name><CreationDate>2024-03-01T08:00:00.000Z</CreationDate><BucketRegion>${region}</BucketRegion></Bucket>`;
  const list = (content: string, token = ''): string =>
    `${head}<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${names}<Buckets>${content}</Buckets>${token}</ListAllMyBucketsResult>`;
  return [
    list(`${bucket('shop-logs')}${bucket('elsewhere', 'us-east-1')}`, '<ContinuationToken>page-two</ContinuationToken>'),
    ofLogs,
    list(bucket('shop.exports')),
    ofExports,
  ];
}

/** An answer about one bucket. */
export function bucketAnswer(root: string, content: string): string {
  return `${head}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`;
}

export const logsIdentity: ResourceIdentity = {
  canonicalId: 'shop-logs',
  resourceId: 'shop-logs',
  name: 'shop-logs',
  accountId: '111122223333',
  region: 'eu-central-1',
  tags: {},
};
