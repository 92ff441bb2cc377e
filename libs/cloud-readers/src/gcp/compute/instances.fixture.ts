import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeInstancesReader } from './instances.reader.js';

const one = computeBase('zones/europe-west1-b', 'instances', 'one');
const two = computeBase('zones/europe-west1-b', 'instances', 'two');

export const fixture = readerFixture({
  reader: gcpComputeInstancesReader,
  scope: fixtureScopes.project,
  answers: [
    {
      items: {
        'zones/europe-west1-b': {
          instances: [
            {
              ...one,
              zone: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b',
              machineType: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/machineTypes/e2-medium',
              status: 'TERMINATED',
              lastStopTimestamp: '2026-01-02T03:04:05.000-08:00',
              disks: [
                { source: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/disks/one', type: 'PERSISTENT', boot: true },
              ],
              metadata: {
                items: [
                  { key: 'startup-script', value: 'export PASSWORD=not-kept' },
                  { key: 'created-by', value: 'projects/4242/zones/europe-west1-b/instanceGroupManagers/web' },
                ],
              },
              networkInterfaces: [{ accessConfigs: [{ natIP: '192.0.2.5' }] }],
              scheduling: { provisioningModel: 'SPOT' },
              guestAccelerators: [{ acceleratorType: 'nvidia-l4', acceleratorCount: 2 }],
            },
          ],
        },
      },
      nextPageToken: 'page-two',
    },
    {
      items: {
        'zones/europe-west1-b': {
          instances: [
            {
              ...two,
              zone: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b',
              machineType: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/machineTypes/n1-standard-1',
              status: 'RUNNING',
              labels: { env: 'prod' },
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
      machineType: 'e2-medium',
      status: 'TERMINATED',
      lastStartTimestamp: null,
      lastStopTimestamp: '2026-01-02T03:04:05.000-08:00',
      labels: {},
      disks: [{ source: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/disks/one', type: 'PERSISTENT' }],
      provisioningModel: 'SPOT',
      createdBy: 'projects/4242/zones/europe-west1-b/instanceGroupManagers/web',
      guestAccelerators: 2,
      natIps: ['192.0.2.5'],
    },
    {
      ...two,
      zone: 'europe-west1-b',
      machineType: 'n1-standard-1',
      status: 'RUNNING',
      lastStartTimestamp: null,
      lastStopTimestamp: null,
      labels: { env: 'prod' },
      disks: [],
      provisioningModel: null,
      createdBy: null,
      guestAccelerators: 0,
      natIps: [],
    },
  ],
  identity: computeFixtureIdentity('zones/europe-west1-b', 'instances', 'one', 'europe-west1-b'),
});
