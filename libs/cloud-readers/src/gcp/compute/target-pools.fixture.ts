import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeTargetPoolsReader } from './target-pools.reader.js';

const one = computeBase('regions/europe-west1', 'targetPools', 'one');
const two = computeBase('regions/europe-west1', 'targetPools', 'two');
const region = 'https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1';

export const fixture = readerFixture({
  reader: gcpComputeTargetPoolsReader,
  scope: fixtureScopes.project,
  answers: [
    { items: { 'regions/europe-west1': { targetPools: [{ ...one, region }] } }, nextPageToken: 'page-two' },
    {
      items: {
        'regions/europe-west1': {
          targetPools: [{ ...two, region, instances: ['https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/instances/a'] }],
        },
      },
    },
  ],
  items: [
    { selfLink: one.selfLink, name: 'one', region: 'europe-west1', instances: 0 },
    { selfLink: two.selfLink, name: 'two', region: 'europe-west1', instances: 1 },
  ],
  identity: computeFixtureIdentity('regions/europe-west1', 'targetPools', 'one', 'europe-west1'),
});
