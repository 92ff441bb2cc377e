import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureDocumentdbDatabaseAccountsReader } from './database-accounts.reader.js';

const type = 'Microsoft.DocumentDB/databaseAccounts';

export const fixture = readerFixture({
  reader: azureDocumentdbDatabaseAccountsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          kind: 'GlobalDocumentDB',
          properties: { enableFreeTier: false, locations: [{}, {}], capabilities: [{ name: 'EnableServerless' }] },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { kind: 'MongoDB', properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), kind: 'GlobalDocumentDB', freeTier: false, regions: 2, serverless: true },
    { ...armBase(type, 'two'), kind: 'MongoDB', freeTier: null, regions: 0, serverless: false },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
