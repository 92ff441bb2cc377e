import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureOperationalinsightsWorkspacesReader } from './workspaces.reader.js';

const type = 'Microsoft.OperationalInsights/workspaces';

export const fixture = readerFixture({
  reader: azureOperationalinsightsWorkspacesReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { properties: { retentionInDays: 365, sku: { name: 'PerGB2018' } } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), retentionDays: 365, skuName: 'PerGB2018' },
    { ...armBase(type, 'two'), retentionDays: null, skuName: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
