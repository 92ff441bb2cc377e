import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkVirtualNetworkGatewaysReader } from './virtual-network-gateways.reader.js';

const type = 'Microsoft.Network/virtualNetworkGateways';

export const fixture = readerFixture({
  reader: azureNetworkVirtualNetworkGatewaysReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          properties: {
            gatewayType: 'Vpn',
            sku: { name: 'VpnGw1', tier: 'VpnGw1' },
            vpnClientConfiguration: { vpnClientAddressPool: { addressPrefixes: ['10.9.0.0/24'] } },
          },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { properties: { gatewayType: 'ExpressRoute' } })]),
  ],
  items: [
    { ...armBase(type, 'one'), gatewayType: 'Vpn', skuName: 'VpnGw1', pointToSite: true },
    { ...armBase(type, 'two'), gatewayType: 'ExpressRoute', skuName: null, pointToSite: false },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
