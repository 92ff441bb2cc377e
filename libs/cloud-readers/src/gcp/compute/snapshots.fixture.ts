import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeSnapshotsReader } from './snapshots.reader.js';

const one = computeBase('global', 'snapshots', 'one');
const two = computeBase('global', 'snapshots', 'two');

export const fixture = readerFixture({
  reader: gcpComputeSnapshotsReader,
  scope: fixtureScopes.project,
  answers: [
    {
      kind: 'compute#snapshotList',
      items: [
        {
          ...one,
          status: 'READY',
          diskSizeGb: '100',
          storageBytes: '2147483648',
          sourceDisk: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/disks/gone',
          storageLocations: ['eu'],
        },
      ],
      nextPageToken: 'page-two',
    },
    {
      items: [
        {
          ...two,
          status: 'READY',
          diskSizeGb: '10',
          autoCreated: true,
          sourceSnapshotSchedulePolicy: 'https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1/resourcePolicies/daily',
        },
      ],
    },
  ],
  items: [
    {
      ...one,
      status: 'READY',
      diskSizeGb: 100,
      storageBytes: 2_147_483_648,
      sourceDisk: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/disks/gone',
      autoCreated: false,
      sourceSnapshotSchedulePolicy: null,
      storageLocations: ['eu'],
      labels: {},
    },
    {
      ...two,
      status: 'READY',
      diskSizeGb: 10,
      storageBytes: null,
      sourceDisk: null,
      autoCreated: true,
      sourceSnapshotSchedulePolicy: 'https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1/resourcePolicies/daily',
      storageLocations: [],
      labels: {},
    },
  ],
  identity: computeFixtureIdentity('global', 'snapshots', 'one', null),
});
