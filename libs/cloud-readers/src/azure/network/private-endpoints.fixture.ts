import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkPrivateEndpointsReader } from './private-endpoints.reader.js';

const type = 'Microsoft.Network/privateEndpoints';

export const fixture = readerFixture({
  reader: azureNetworkPrivateEndpointsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          properties: {
            privateLinkServiceConnections: [
              { properties: { privateLinkServiceId: '/subscriptions/x/store', privateLinkServiceConnectionState: { status: 'Disconnected' } } },
            ],
          },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { properties: { manualPrivateLinkServiceConnections: [{ properties: {} }] } })]),
  ],
  items: [
    { ...armBase(type, 'one'), states: ['Disconnected'], targetId: '/subscriptions/x/store' },
    { ...armBase(type, 'two'), states: [null], targetId: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
