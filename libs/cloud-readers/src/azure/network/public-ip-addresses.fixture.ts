import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkPublicIpAddressesReader } from './public-ip-addresses.reader.js';

const type = 'Microsoft.Network/publicIPAddresses';

export const fixture = readerFixture({
  reader: azureNetworkPublicIpAddressesReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          sku: { name: 'Standard' },
          properties: { publicIPAllocationMethod: 'Static', ipAddress: '192.0.2.4', dnsSettings: { domainNameLabel: 'shop' } },
        }),
      ],
      'page-two',
    ),
    graphAnswer([
      armRow(type, 'two', {
        sku: { name: 'Standard' },
        properties: {
          publicIPAllocationMethod: 'Static',
          ipConfiguration: { id: '/subscriptions/x/nic/ip' },
          natGateway: { id: '/subscriptions/x/nat' },
          publicIPPrefix: { id: '/subscriptions/x/prefix' },
        },
      }),
    ]),
  ],
  items: [
    {
      ...armBase(type, 'one'),
      skuName: 'Standard',
      allocationMethod: 'Static',
      ipAddress: '192.0.2.4',
      ipConfigurationId: null,
      natGatewayId: null,
      publicIpPrefixId: null,
      domainNameLabel: 'shop',
    },
    {
      ...armBase(type, 'two'),
      skuName: 'Standard',
      allocationMethod: 'Static',
      ipAddress: null,
      ipConfigurationId: '/subscriptions/x/nic/ip',
      natGatewayId: '/subscriptions/x/nat',
      publicIpPrefixId: '/subscriptions/x/prefix',
      domainNameLabel: null,
    },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
