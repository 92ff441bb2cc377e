import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkVirtualNetworksReader } from './virtual-networks.reader.js';

const type = 'Microsoft.Network/virtualNetworks';

export const fixture = readerFixture({
  reader: azureNetworkVirtualNetworksReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { properties: { ddosProtectionPlan: { id: '/subscriptions/x/plan' } } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), ddosProtectionPlanId: '/subscriptions/x/plan' },
    { ...armBase(type, 'two'), ddosProtectionPlanId: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
