import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureSqlElasticPoolsReader } from './elastic-pools.reader.js';

const type = 'Microsoft.Sql/servers/elasticPools';

export const fixture = readerFixture({
  reader: azureSqlElasticPoolsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          sku: { name: 'StandardPool', tier: 'Standard', capacity: 100 },
          properties: { state: 'Ready', creationDate: '2025-01-02T03:04:05Z' },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { sku: null, properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuName: 'StandardPool', skuTier: 'Standard', capacity: 100, state: 'Ready', creationDate: '2025-01-02T03:04:05Z' },
    { ...armBase(type, 'two'), skuName: null, skuTier: null, capacity: null, state: null, creationDate: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
