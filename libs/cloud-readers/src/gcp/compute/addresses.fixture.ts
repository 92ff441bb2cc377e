import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeAddressesReader } from './addresses.reader.js';

const one = computeBase('regions/europe-west1', 'addresses', 'one');
const two = computeBase('regions/europe-west1', 'addresses', 'two');

export const fixture = readerFixture({
  reader: gcpComputeAddressesReader,
  scope: fixtureScopes.project,
  answers: [
    {
      items: {
        'regions/europe-west1': {
          addresses: [
            {
              ...one,
              region: 'https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1',
              address: '192.0.2.6',
              addressType: 'EXTERNAL',
              status: 'RESERVED',
              networkTier: 'PREMIUM',
            },
          ],
        },
      },
      nextPageToken: 'page-two',
    },
    {
      items: {
        global: {
          addresses: [
            {
              ...two,
              address: '10.0.0.9',
              addressType: 'INTERNAL',
              status: 'IN_USE',
              purpose: 'VPC_PEERING',
              users: ['https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1/x'],
            },
          ],
        },
      },
    },
  ],
  items: [
    {
      ...one,
      region: 'europe-west1',
      address: '192.0.2.6',
      addressType: 'EXTERNAL',
      status: 'RESERVED',
      purpose: null,
      users: [],
      networkTier: 'PREMIUM',
      labels: {},
    },
    {
      ...two,
      region: null,
      address: '10.0.0.9',
      addressType: 'INTERNAL',
      status: 'IN_USE',
      purpose: 'VPC_PEERING',
      users: ['https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1/x'],
      networkTier: null,
      labels: {},
    },
  ],
  identity: computeFixtureIdentity('regions/europe-west1', 'addresses', 'one', 'europe-west1'),
});
