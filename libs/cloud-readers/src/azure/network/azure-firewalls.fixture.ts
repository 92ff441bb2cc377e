import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkAzureFirewallsReader } from './azure-firewalls.reader.js';

const type = 'Microsoft.Network/azureFirewalls';

export const fixture = readerFixture({
  reader: azureNetworkAzureFirewallsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [armRow(type, 'one', { properties: { sku: { name: 'AZFW_VNet', tier: 'Standard' }, ipConfigurations: [{}], managementIpConfiguration: { id: '/m' } } })],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { properties: { virtualHub: { id: '/subscriptions/x/hub' } } })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuTier: 'Standard', ipConfigurations: 1, managementIpConfigurationId: '/m', virtualHubId: null },
    { ...armBase(type, 'two'), skuTier: null, ipConfigurations: 0, managementIpConfigurationId: null, virtualHubId: '/subscriptions/x/hub' },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
