import type { AzureWebAppServicePlan } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const subscriptionId = '11111111-2222-4333-8444-555555555555';
const plan = (more: Partial<AzureWebAppServicePlan> = {}): AzureWebAppServicePlan => ({
  id: `/subscriptions/${subscriptionId}/resourceGroups/rg-main/providers/Microsoft.Web/serverfarms/plan-001`,
  name: 'plan-001',
  location: 'westeurope',
  resourceGroup: 'rg-main',
  subscriptionId,
  tags: {},
  skuName: 'P1v3',
  skuTier: 'PremiumV3',
  capacity: 1,
  numberOfSites: 0,
  hostingEnvironmentId: null,
  kind: 'linux',
  zoneRedundant: false,
  ...more,
});

export const azureWebAppServicePlanEmptyFixture: RuleFixture<AzureWebAppServicePlan> = {
  fail: [{ title: 'no site in a paid tier (CF-36)', item: plan(), facts: { numberOfSites: 0, skuTier: 'PremiumV3' } }],
  pass: [{ title: 'has sites', item: plan({ numberOfSites: 2 }) }],
  notApplicable: [
    { title: 'Free tier', item: plan({ skuName: 'F1', skuTier: 'Free', capacity: 0 }), because: /costs nothing/ },
    { title: 'Shared tier', item: plan({ skuName: 'D1', skuTier: 'Shared', capacity: 0 }), because: /costs nothing/ },
    { title: 'Consumption tier', item: plan({ skuName: 'Y1', skuTier: 'Dynamic', capacity: 0, kind: 'functionapp' }), because: /costs nothing/ },
    {
      title: 'in an isolated environment',
      item: plan({ skuName: 'I1v2', skuTier: 'IsolatedV2', hostingEnvironmentId: '/subscriptions/x/hostingEnvironments/e' }),
      because: /Environment/,
    },
  ],
  undetermined: [{ title: 'the number of sites is not told', item: plan({ numberOfSites: null }), reason: 'unavailable' }],
};
