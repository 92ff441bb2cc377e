import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureSqlManagedInstancesReader } from './managed-instances.reader.js';

const type = 'Microsoft.Sql/managedInstances';

export const fixture = readerFixture({
  reader: azureSqlManagedInstancesReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer([armRow(type, 'one', { sku: { name: 'GP_Gen5', tier: 'GeneralPurpose' }, properties: { state: 'Ready', vCores: 8 } })], 'page-two'),
    graphAnswer([armRow(type, 'two', { sku: null, properties: { instancePoolId: '/subscriptions/x/pool' } })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuName: 'GP_Gen5', skuTier: 'GeneralPurpose', state: 'Ready', vCores: 8, instancePoolId: null },
    { ...armBase(type, 'two'), skuName: null, skuTier: null, state: null, vCores: null, instancePoolId: '/subscriptions/x/pool' },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
