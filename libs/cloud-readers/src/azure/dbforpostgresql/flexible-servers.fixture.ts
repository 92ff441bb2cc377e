import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureDbforpostgresqlFlexibleServersReader } from './flexible-servers.reader.js';

const type = 'Microsoft.DBforPostgreSQL/flexibleServers';

export const fixture = readerFixture({
  reader: azureDbforpostgresqlFlexibleServersReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          sku: { name: 'Standard_D4ds_v4', tier: 'GeneralPurpose' },
          properties: { state: 'Ready', replicationRole: 'Primary', administratorLogin: 'not-kept' },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { sku: null, properties: {} })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuName: 'Standard_D4ds_v4', skuTier: 'GeneralPurpose', state: 'Ready', replicationRole: 'Primary' },
    { ...armBase(type, 'two'), skuName: null, skuTier: null, state: null, replicationRole: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
