import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { azureAdvisorRecommendationsReader } from './recommendations.reader.js';

const subscription = `/subscriptions/${fixtureScopes.subscription.accountId}`;
const machine = `${subscription}/resourceGroups/rg-shop/providers/Microsoft.Compute/virtualMachines/app-1`;
const list = `https://management.azure.com${subscription}/providers/Microsoft.Advisor/recommendations`;

export const fixture = readerFixture({
  reader: azureAdvisorRecommendationsReader,
  scope: fixtureScopes.subscription,
  answers: [
    {
      value: [
        {
          id: `${machine}/providers/Microsoft.Advisor/recommendations/a1`,
          name: 'a1',
          type: 'Microsoft.Advisor/recommendations',
          properties: {
            category: 'Cost',
            impact: 'High',
            impactedField: 'MICROSOFT.COMPUTE/VIRTUALMACHINES',
            impactedValue: 'app-1',
            lastUpdated: '2026-11-20T03:04:05Z',
            shortDescription: {
              problem: 'Right-size or shutdown underutilized virtual machines',
              solution: 'Right-size or shutdown underutilized virtual machines',
            },
            resourceMetadata: { resourceId: machine },
            extendedProperties: {
              recommendationType: 'SkuChange',
              currentSku: 'Standard_D4s_v5',
              targetSku: 'Standard_D2s_v5',
              savingsAmount: '87.40',
              annualSavingsAmount: '1048.80',
              savingsCurrency: 'EUR',
              lookbackPeriod: '7',
              regionId: 'westeurope',
            },
          },
        },
      ],
      nextLink: `${list}?api-version=2023-01-01&%24skiptoken=page-two`,
    },
    {
      value: [
        {
          id: `${subscription}/providers/Microsoft.Advisor/recommendations/a2`,
          name: 'a2',
          properties: { category: 'Cost', shortDescription: { solution: 'Buy reserved instances' }, extendedProperties: { savingsAmount: 'much' } },
        },
      ],
    },
  ],
  items: [
    {
      enrolled: true,
      source: 'azure.advisor',
      adviceId: 'a1',
      action: 'SkuChange',
      actionGroup: 'resize',
      resourceArn: machine,
      resourceId: machine,
      region: 'westeurope',
      tags: {},
      now: 'Standard_D4s_v5',
      advised: 'Standard_D2s_v5',
      costNow: null,
      saving: '87.4',
      currency: 'EUR',
      lookbackDays: 7,
      estimationMode: 'BeforeDiscounts',
      refreshedAt: '2026-11-20T03:04:05Z',
    },
    {
      enrolled: true,
      source: 'azure.advisor',
      adviceId: 'a2',
      action: 'Buy reserved instances',
      actionGroup: null,
      resourceArn: subscription,
      resourceId: subscription,
      region: null,
      tags: {},
      now: null,
      advised: null,
      costNow: null,
      saving: null,
      currency: null,
      lookbackDays: null,
      estimationMode: 'BeforeDiscounts',
      refreshedAt: null,
    },
  ],
  identity: {
    canonicalId: machine.toLowerCase(),
    resourceId: machine,
    name: 'app-1',
    accountId: fixtureScopes.subscription.accountId,
    region: 'westeurope',
    tags: {},
  },
});
