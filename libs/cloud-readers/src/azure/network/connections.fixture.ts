import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkConnectionsReader } from './connections.reader.js';

const type = 'Microsoft.Network/connections';

export const fixture = readerFixture({
  reader: azureNetworkConnectionsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { properties: { connectionType: 'IPsec', virtualNetworkGateway1: { id: '/subscriptions/x/gateway' } } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), connectionType: 'IPsec', gatewayIds: ['/subscriptions/x/gateway'] },
    { ...armBase(type, 'two'), connectionType: null, gatewayIds: [] },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
