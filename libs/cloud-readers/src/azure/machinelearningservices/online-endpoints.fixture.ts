import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureMachinelearningservicesOnlineEndpointsReader } from './online-endpoints.reader.js';

const type = 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints';

export const fixture = readerFixture({
  reader: azureMachinelearningservicesOnlineEndpointsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { properties: { provisioningState: 'Succeeded', traffic: { blue: 100 } } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { properties: { compute: '/subscriptions/x/cluster' } })]),
  ],
  items: [
    { ...armBase(type, 'one'), provisioningState: 'Succeeded', computeId: null, deployments: 1 },
    { ...armBase(type, 'two'), provisioningState: null, computeId: '/subscriptions/x/cluster', deployments: 0 },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
