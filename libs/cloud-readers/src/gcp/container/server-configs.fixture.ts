import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpContainerServerConfigsReader } from './server-configs.reader.js';

export const fixture = readerFixture({
  reader: gcpContainerServerConfigsReader,
  scope: fixtureScopes.project,
  answers: [
    {
      clusters: [
        { name: 'a', location: 'europe-west1', releaseChannel: { channel: 'EXTENDED' } },
        { name: 'b', location: 'europe-west1', releaseChannel: { channel: 'EXTENDED' } },
        { name: 'c', location: 'us-central1-a', releaseChannel: { channel: 'REGULAR' } },
        { name: 'd', location: 'europe-west4-a', releaseChannel: { channel: 'EXTENDED' } },
        { name: 'e', location: 'europe-north1-a' },
      ],
    },
    {
      defaultClusterVersion: '1.32.1-gke.100',
      validMasterVersions: ['1.32.1-gke.100', '1.28.3-gke.100'],
      channels: [
        { channel: 'RAPID', validVersions: ['1.33.1-gke.100'] },
        { channel: 'REGULAR', defaultVersion: '1.32.1-gke.100', validVersions: ['1.32.1-gke.100', '1.31.4-gke.100'] },
        { channel: 'STABLE', validVersions: ['1.31.4-gke.100', '1.30.9-gke.100'] },
        { channel: 'EXTENDED', validVersions: ['1.32.1-gke.100', '1.28.3-gke.100'] },
      ],
    },
    { defaultClusterVersion: '1.32.1-gke.100', validMasterVersions: [] },
  ],
  items: [
    { location: 'europe-west1', oldestStandardMinor: 30 },
    { location: 'europe-west4-a', oldestStandardMinor: null },
  ],
  identity: {
    canonicalId: '//container.googleapis.com/projects/shop-production/locations/europe-west1/serverconfig',
    resourceId: 'europe-west1',
    name: null,
    accountId: 'shop-production',
    region: 'europe-west1',
    tags: {},
  },
});
