import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkDdosProtectionPlansReader } from './ddos-protection-plans.reader.js';

const type = 'Microsoft.Network/ddosProtectionPlans';

export const fixture = readerFixture({
  reader: azureNetworkDdosProtectionPlansReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { properties: { virtualNetworks: [{ id: '/subscriptions/x/vnet' }] } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { properties: { publicIPAddresses: [{}] } })]),
  ],
  items: [
    { ...armBase(type, 'one'), virtualNetworks: 1, publicIpAddresses: 0 },
    { ...armBase(type, 'two'), virtualNetworks: 0, publicIpAddresses: 1 },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
