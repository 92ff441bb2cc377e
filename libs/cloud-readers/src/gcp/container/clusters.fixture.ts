import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpContainerClustersReader } from './clusters.reader.js';

const root = 'https://container.googleapis.com/v1/projects/shop-production';

export const fixture = readerFixture({
  reader: gcpContainerClustersReader,
  scope: fixtureScopes.project,
  answers: [
    {
      clusters: [
        {
          name: 'Shop',
          selfLink: `${root}/zones/europe-west1-b/clusters/Shop`,
          location: 'europe-west1-b',
          zone: 'europe-west1-b',
          status: 'RUNNING',
          createTime: '2025-01-02T03:04:05+00:00',
          currentMasterVersion: '1.30.5-gke.100',
          currentNodeCount: 3,
          masterAuth: { clusterCaCertificate: 'not kept' },
          endpoint: '192.0.2.8',
          releaseChannel: { channel: 'REGULAR' },
          resourceLabels: { team: 'shop' },
        },
        {
          name: 'pods',
          selfLink: `${root}/locations/europe-west1/clusters/pods`,
          location: 'europe-west1',
          status: 'RUNNING',
          createTime: '2025-01-02T03:04:05+00:00',
          autopilot: { enabled: true },
        },
      ],
    },
  ],
  items: [
    {
      name: 'Shop',
      selfLink: `${root}/zones/europe-west1-b/clusters/Shop`,
      location: 'europe-west1-b',
      status: 'RUNNING',
      createTime: '2025-01-02T03:04:05+00:00',
      currentMasterVersion: '1.30.5-gke.100',
      currentNodeCount: 3,
      autopilot: false,
      channel: 'REGULAR',
      labels: { team: 'shop' },
    },
    {
      name: 'pods',
      selfLink: `${root}/locations/europe-west1/clusters/pods`,
      location: 'europe-west1',
      status: 'RUNNING',
      createTime: '2025-01-02T03:04:05+00:00',
      currentMasterVersion: null,
      currentNodeCount: 0,
      autopilot: true,
      channel: null,
      labels: {},
    },
  ],
  identity: {
    canonicalId: '//container.googleapis.com/projects/shop-production/zones/europe-west1-b/clusters/shop',
    resourceId: `${root}/zones/europe-west1-b/clusters/Shop`,
    name: 'Shop',
    accountId: 'shop-production',
    region: 'europe-west1-b',
    tags: { team: 'shop' },
  },
});
