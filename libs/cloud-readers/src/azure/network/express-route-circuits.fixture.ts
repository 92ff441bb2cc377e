import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkExpressRouteCircuitsReader } from './express-route-circuits.reader.js';

const type = 'Microsoft.Network/expressRouteCircuits';

export const fixture = readerFixture({
  reader: azureNetworkExpressRouteCircuitsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          sku: { name: 'Standard_MeteredData' },
          properties: { serviceProviderProvisioningState: 'NotProvisioned', circuitProvisioningState: 'Enabled' },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { sku: null, properties: { expressRoutePort: { id: '/subscriptions/x/port' } } })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuName: 'Standard_MeteredData', providerState: 'NotProvisioned', circuitState: 'Enabled', expressRoutePortId: null },
    { ...armBase(type, 'two'), skuName: null, providerState: null, circuitState: null, expressRoutePortId: '/subscriptions/x/port' },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
