import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpStorageBucketsReader } from './buckets.reader.js';

export const fixture = readerFixture({
  reader: gcpStorageBucketsReader,
  scope: fixtureScopes.project,
  answers: [
    {
      kind: 'storage#buckets',
      items: [
        {
          kind: 'storage#bucket',
          name: 'shop-media',
          location: 'EU',
          storageClass: 'STANDARD',
          timeCreated: '2025-01-02T03:04:05.678Z',
          versioning: { enabled: true },
          labels: { team: 'shop' },
        },
      ],
      nextPageToken: 'page-two',
    },
    {
      kind: 'storage#buckets',
      items: [
        {
          name: 'shop-books',
          location: 'EUROPE-WEST1',
          storageClass: 'STANDARD',
          timeCreated: '2025-01-02T03:04:05.678Z',
          lifecycle: { rule: [{ action: { type: 'Delete' }, condition: { age: 15 } }] },
          autoclass: { enabled: true },
          retentionPolicy: { retentionPeriod: '100', isLocked: true },
        },
      ],
    },
  ],
  items: [
    {
      name: 'shop-media',
      location: 'eu',
      storageClass: 'STANDARD',
      timeCreated: '2025-01-02T03:04:05.678Z',
      lifecycleRules: 0,
      autoclass: false,
      versioning: true,
      retention: null,
      labels: { team: 'shop' },
    },
    {
      name: 'shop-books',
      location: 'europe-west1',
      storageClass: 'STANDARD',
      timeCreated: '2025-01-02T03:04:05.678Z',
      lifecycleRules: 1,
      autoclass: true,
      versioning: false,
      retention: 'locked',
      labels: {},
    },
  ],
  identity: {
    canonicalId: '//storage.googleapis.com/shop-media',
    resourceId: 'gs://shop-media',
    name: 'shop-media',
    accountId: 'shop-production',
    region: 'eu',
    tags: { team: 'shop' },
  },
});
