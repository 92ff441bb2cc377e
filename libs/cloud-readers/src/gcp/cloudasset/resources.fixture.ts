import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpCloudassetResourcesReader } from './resources.reader.js';

const name = '//compute.googleapis.com/projects/shop-production/zones/europe-west1-b/disks/One';

export const fixture = readerFixture({
  reader: gcpCloudassetResourcesReader,
  scope: fixtureScopes.project,
  answers: [
    {
      results: [
        {
          name,
          assetType: 'compute.googleapis.com/Disk',
          displayName: 'One',
          location: 'europe-west1-b',
          state: 'READY',
          createTime: '2025-01-02T03:04:05Z',
          labels: { team: 'shop' },
        },
      ],
      nextPageToken: 'page-two',
    },
    { results: [{ name: '//storage.googleapis.com/b', assetType: 'storage.googleapis.com/Bucket' }] },
  ],
  items: [
    {
      name,
      assetType: 'compute.googleapis.com/Disk',
      displayName: 'One',
      location: 'europe-west1-b',
      state: 'READY',
      createTime: '2025-01-02T03:04:05Z',
      labels: { team: 'shop' },
    },
    {
      name: '//storage.googleapis.com/b',
      assetType: 'storage.googleapis.com/Bucket',
      displayName: null,
      location: null,
      state: null,
      createTime: null,
      labels: {},
    },
  ],
  identity: { canonicalId: name.toLowerCase(), resourceId: name, name: 'One', accountId: 'shop-production', region: 'europe-west1-b', tags: { team: 'shop' } },
});
