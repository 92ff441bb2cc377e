import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkPrivateDnsZonesReader } from './private-dns-zones.reader.js';

const type = 'Microsoft.Network/privateDnsZones';

export const fixture = readerFixture({
  reader: azureNetworkPrivateDnsZonesReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { properties: { numberOfVirtualNetworkLinks: 0, numberOfRecordSets: 3 } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), virtualNetworkLinks: 0, recordSets: 3 },
    { ...armBase(type, 'two'), virtualNetworkLinks: null, recordSets: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
