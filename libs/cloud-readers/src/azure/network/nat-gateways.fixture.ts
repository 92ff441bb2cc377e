import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkNatGatewaysReader } from './nat-gateways.reader.js';

const type = 'Microsoft.Network/natGateways';

export const fixture = readerFixture({
  reader: azureNetworkNatGatewaysReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { sku: { name: 'Standard' }, properties: { publicIpAddresses: [{ id: '/subscriptions/x/ip' }] } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { sku: null, properties: { subnets: [{ id: '/subscriptions/x/subnet' }] } })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuName: 'Standard', subnetIds: [], publicIpAddresses: 1 },
    { ...armBase(type, 'two'), skuName: null, subnetIds: ['/subscriptions/x/subnet'], publicIpAddresses: 0 },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
