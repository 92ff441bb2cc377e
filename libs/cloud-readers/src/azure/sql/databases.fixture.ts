import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureSqlDatabasesReader } from './databases.reader.js';

const type = 'Microsoft.Sql/servers/databases';

export const fixture = readerFixture({
  reader: azureSqlDatabasesReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          kind: 'v12.0,user',
          sku: { name: 'Standard', tier: 'Standard', capacity: 50 },
          properties: { status: 'Online', creationDate: '2025-01-02T03:04:05Z' },
        }),
      ],
      'page-two',
    ),
    graphAnswer([
      armRow(type, 'two', {
        kind: 'v12.0,user,pool',
        sku: { name: 'ElasticPool' },
        properties: { elasticPoolId: '/subscriptions/x/pool', secondaryType: 'Geo' },
      }),
    ]),
  ],
  items: [
    {
      ...armBase(type, 'one'),
      kind: 'v12.0,user',
      skuName: 'Standard',
      skuTier: 'Standard',
      capacity: 50,
      status: 'Online',
      creationDate: '2025-01-02T03:04:05Z',
      elasticPoolId: null,
      secondaryType: null,
    },
    {
      ...armBase(type, 'two'),
      kind: 'v12.0,user,pool',
      skuName: 'ElasticPool',
      skuTier: null,
      capacity: null,
      status: null,
      creationDate: null,
      elasticPoolId: '/subscriptions/x/pool',
      secondaryType: 'Geo',
    },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
