import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpLoggingBucketsReader } from './buckets.reader.js';

const one = 'projects/shop-production/locations/global/buckets/_Default';
const two = 'projects/shop-production/locations/eu/buckets/audit';

export const fixture = readerFixture({
  reader: gcpLoggingBucketsReader,
  scope: fixtureScopes.project,
  answers: [
    { buckets: [{ name: one, description: 'Default bucket', retentionDays: 30, lifecycleState: 'ACTIVE' }], nextPageToken: 'page-two' },
    { buckets: [{ name: two, createTime: '2025-01-02T03:04:05Z', retentionDays: 3650, lifecycleState: 'ACTIVE', locked: true }] },
  ],
  items: [
    { name: one, createTime: null, retentionDays: 30, lifecycleState: 'ACTIVE', locked: false },
    { name: two, createTime: '2025-01-02T03:04:05Z', retentionDays: 3650, lifecycleState: 'ACTIVE', locked: true },
  ],
  identity: {
    canonicalId: `//logging.googleapis.com/${one}`.toLowerCase(),
    resourceId: one,
    name: '_Default',
    accountId: 'shop-production',
    region: 'global',
    tags: {},
  },
});
