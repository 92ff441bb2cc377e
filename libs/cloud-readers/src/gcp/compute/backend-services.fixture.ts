import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeBackendServicesReader } from './backend-services.reader.js';

const web = computeBase('regions/europe-west1', 'backendServices', 'web');
const old = computeBase('global', 'backendServices', 'old');

export const fixture = readerFixture({
  reader: gcpComputeBackendServicesReader,
  scope: fixtureScopes.project,
  answers: [
    {
      items: {
        global: { backendServices: [{ ...old, customRequestHeaders: ['X-Key: not kept'] }] },
        'regions/europe-west1': {
          backendServices: [
            {
              ...web,
              region: 'https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1',
              backends: [{ group: 'https://www.googleapis.com/compute/v1/projects/shop-production/zones/europe-west1-b/instanceGroups/web' }],
            },
          ],
        },
      },
    },
  ],
  items: [
    { selfLink: old.selfLink, name: 'old', region: null, backends: 0 },
    { selfLink: web.selfLink, name: 'web', region: 'europe-west1', backends: 1 },
  ],
  identity: computeFixtureIdentity('global', 'backendServices', 'old', null),
});
