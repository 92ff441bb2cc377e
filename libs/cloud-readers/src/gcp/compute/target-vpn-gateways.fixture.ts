import { computeBase, computeFixtureIdentity, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpComputeTargetVpnGatewaysReader } from './target-vpn-gateways.reader.js';

const one = computeBase('regions/europe-west1', 'targetVpnGateways', 'one');
const two = computeBase('regions/europe-west1', 'targetVpnGateways', 'two');
const region = 'https://www.googleapis.com/compute/v1/projects/shop-production/regions/europe-west1';

export const fixture = readerFixture({
  reader: gcpComputeTargetVpnGatewaysReader,
  scope: fixtureScopes.project,
  answers: [
    { items: { 'regions/europe-west1': { targetVpnGateways: [{ ...one, region, status: 'READY' }] } }, nextPageToken: 'page-two' },
    {
      items: {
        'regions/europe-west1': {
          targetVpnGateways: [
            { ...two, region, status: 'READY', tunnels: [`${region}/vpnTunnels/to-office`], forwardingRules: [`${region}/forwardingRules/esp`] },
          ],
        },
      },
    },
  ],
  items: [
    { ...one, region: 'europe-west1', status: 'READY', tunnels: 0, forwardingRules: 0, labels: {} },
    { ...two, region: 'europe-west1', status: 'READY', tunnels: 1, forwardingRules: 1, labels: {} },
  ],
  identity: computeFixtureIdentity('regions/europe-west1', 'targetVpnGateways', 'one', 'europe-west1'),
});
