import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureSynapseSqlPoolsReader } from './sql-pools.reader.js';

const type = 'Microsoft.Synapse/workspaces/sqlPools';

export const fixture = readerFixture({
  reader: azureSynapseSqlPoolsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { sku: { name: 'DW200c' }, properties: { status: 'Online', creationDate: '2025-01-02T03:04:05Z' } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { sku: null, properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuName: 'DW200c', status: 'Online', creationDate: '2025-01-02T03:04:05Z' },
    { ...armBase(type, 'two'), skuName: null, status: null, creationDate: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
