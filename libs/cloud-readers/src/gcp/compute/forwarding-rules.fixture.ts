import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeForwardingRulesReader } from './forwarding-rules.reader.js';

const one = computeBase('regions/europe-west1', 'forwardingRules', 'one');
const two = computeBase('global', 'forwardingRules', 'two');
const inProject = 'https://www.googleapis.com/compute/v1/projects/shop-production';

export const fixture = readerFixture({
  reader: gcpComputeForwardingRulesReader,
  scope: fixtureScopes.project,
  answers: [
    {
      items: {
        'regions/europe-west1': {
          forwardingRules: [
            {
              ...one,
              region: `${inProject}/regions/europe-west1`,
              IPAddress: '192.0.2.9',
              IPProtocol: 'TCP',
              loadBalancingScheme: 'EXTERNAL',
              backendService: `${inProject}/regions/europe-west1/backendServices/web`,
              labels: { team: 'shop' },
            },
          ],
        },
        'regions/us-east1': { warning: { code: 'NO_RESULTS_ON_PAGE' } },
      },
      nextPageToken: 'page-two',
    },
    {
      items: {
        global: {
          forwardingRules: [
            {
              ...two,
              IPAddress: '10.1.0.9',
              loadBalancingScheme: '',
              target: 'https://www.googleapis.com/compute/v1/projects/other/regions/europe-west1/serviceAttachments/db',
              pscConnectionId: '4242',
              description: 'to the database',
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
      address: '192.0.2.9',
      loadBalancingScheme: 'EXTERNAL',
      target: null,
      backendService: `${inProject}/regions/europe-west1/backendServices/web`,
      privateServiceConnect: false,
      description: null,
      labels: { team: 'shop' },
    },
    {
      ...two,
      region: null,
      address: '10.1.0.9',
      loadBalancingScheme: null,
      target: 'https://www.googleapis.com/compute/v1/projects/other/regions/europe-west1/serviceAttachments/db',
      backendService: null,
      privateServiceConnect: true,
      description: 'to the database',
      labels: {},
    },
  ],
  identity: computeFixtureIdentity('regions/europe-west1', 'forwardingRules', 'one', 'europe-west1', { team: 'shop' }),
});
