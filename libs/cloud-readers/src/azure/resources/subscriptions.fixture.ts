import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { azureResourcesSubscriptionsReader } from './subscriptions.reader.js';

const production = fixtureScopes.subscription.accountId;
const lab = '0fde5b2d-0000-4000-8000-0000000000a2';

export const fixture = readerFixture({
  reader: azureResourcesSubscriptionsReader,
  scope: fixtureScopes.tenant,
  answers: [
    {
      value: [
        {
          id: `/subscriptions/${production}`,
          subscriptionId: production,
          displayName: 'Production',
          state: 'Enabled',
          subscriptionPolicies: { quotaId: 'EnterpriseAgreement_2014-09-01', spendingLimit: 'Off' },
        },
      ],
      nextLink: 'https://management.azure.com/subscriptions?api-version=2022-12-01&%24skiptoken=page-two',
    },
    { value: [{ id: `/subscriptions/${lab}`, subscriptionId: lab }] },
  ],
  items: [
    { subscriptionId: production, name: 'Production', state: 'Enabled', quotaId: 'EnterpriseAgreement_2014-09-01' },
    { subscriptionId: lab, name: null, state: null, quotaId: null },
  ],
  identity: {
    canonicalId: `/subscriptions/${production}`,
    resourceId: `/subscriptions/${production}`,
    name: 'Production',
    accountId: production,
    region: null,
    tags: {},
  },
});
