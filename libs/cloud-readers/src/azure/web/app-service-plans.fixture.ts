import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureWebAppServicePlansReader } from './app-service-plans.reader.js';

const type = 'Microsoft.Web/serverfarms';

export const fixture = readerFixture({
  reader: azureWebAppServicePlansReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [armRow(type, 'one', { kind: 'linux', sku: { name: 'P1v3', tier: 'PremiumV3', capacity: 2 }, properties: { numberOfSites: 0, zoneRedundant: true } })],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { kind: '', sku: null, properties: { numberOfSites: 3, hostingEnvironmentProfile: { id: '/subscriptions/x/ase' } } })]),
  ],
  items: [
    {
      ...armBase(type, 'one'),
      kind: 'linux',
      skuName: 'P1v3',
      skuTier: 'PremiumV3',
      capacity: 2,
      numberOfSites: 0,
      hostingEnvironmentId: null,
      zoneRedundant: true,
    },
    {
      ...armBase(type, 'two'),
      kind: null,
      skuName: null,
      skuTier: null,
      capacity: null,
      numberOfSites: 3,
      hostingEnvironmentId: '/subscriptions/x/ase',
      zoneRedundant: null,
    },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
