import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureOperationsmanagementSolutionsReader } from './solutions.reader.js';

const type = 'Microsoft.OperationsManagement/solutions';

export const fixture = readerFixture({
  reader: azureOperationsmanagementSolutionsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { properties: { workspaceResourceId: '/subscriptions/x/workspace' } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), workspaceId: '/subscriptions/x/workspace' },
    { ...armBase(type, 'two'), workspaceId: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
