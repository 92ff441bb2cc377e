import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeDisksReader } from './disks.reader.js';

const one = computeBase('zones/europe-west1-b', 'disks', 'one');
const two = computeBase('zones/europe-west1-b', 'disks', 'two');

export const fixture = readerFixture({
  reader: gcpComputeDisksReader,
  scope: fixtureScopes.project,
  answers: [
    {
      kind: 'compute#diskAggregatedList',
      items: {
        'zones/europe-west1-b': {
          disks: [
            {
              ...one,
              zone: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b',
              type: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/diskTypes/pd-ssd',
              sizeGb: '100',
              status: 'READY',
              lastDetachTimestamp: '2026-01-02T03:04:05.000-08:00',
              labels: { team: 'shop' },
            },
          ],
        },
        'zones/us-east1-b': { warning: { code: 'NO_RESULTS_ON_PAGE', message: 'nothing here' } },
      },
      nextPageToken: 'page-two',
    },
    {
      items: {
        'zones/europe-west1-b': {
          disks: [
            {
              ...two,
              region: 'https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1',
              type: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/diskTypes/pd-standard',
              sizeGb: '10',
              status: 'READY',
              users: ['https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/instances/vm'],
              sourceImage: 'projects/debian-cloud/global/images/debian',
              description: 'root',
            },
          ],
        },
      },
    },
  ],
  items: [
    {
      ...one,
      zone: 'europe-west1-b',
      region: null,
      type: 'pd-ssd',
      sizeGb: 100,
      status: 'READY',
      lastAttachTimestamp: null,
      lastDetachTimestamp: '2026-01-02T03:04:05.000-08:00',
      users: [],
      sourceImage: null,
      storagePool: null,
      description: null,
      labels: { team: 'shop' },
    },
    {
      ...two,
      zone: null,
      region: 'europe-west1',
      type: 'pd-standard',
      sizeGb: 10,
      status: 'READY',
      lastAttachTimestamp: null,
      lastDetachTimestamp: null,
      users: ['https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/instances/vm'],
      sourceImage: 'projects/debian-cloud/global/images/debian',
      storagePool: null,
      description: 'root',
      labels: {},
    },
  ],
  identity: computeFixtureIdentity('zones/europe-west1-b', 'disks', 'one', 'europe-west1-b', { team: 'shop' }),
});
