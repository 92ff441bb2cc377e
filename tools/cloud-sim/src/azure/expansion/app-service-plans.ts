import { azureFaults, type appServicePlanConditions } from '../azure-conditions.js';
import type { AzureGroupOf } from '../azure-estate.js';
import { appServicePlanProduct } from '../azure-products.js';
import { azureVerdicts } from '../azure-verdicts.js';
import { armId, billOf, commonOf, daysBefore, memberName, tagsOf, type AzureExpansion, type AzureResource } from '../azure-resource.js';

type AppServicePlan = AzureGroupOf<'appServicePlan'>;

const SKUS: Record<(typeof appServicePlanConditions)[number], { readonly name: string; readonly tier: string; readonly family: string }> = {
  'with-sites': { name: 'P1v3', tier: 'PremiumV3', family: 'Pv3' },
  empty: { name: 'P1v3', tier: 'PremiumV3', family: 'Pv3' },
  'empty-free': { name: 'F1', tier: 'Free', family: 'F' },
  'empty-shared': { name: 'D1', tier: 'Shared', family: 'D' },
  'empty-consumption': { name: 'Y1', tier: 'Dynamic', family: 'Y' },
};

/** Expands a group of App Service plans, each followed by its sites. Free, Shared and Consumption plans cost nothing when empty. */
export function expandAppServicePlans(expansion: AzureExpansion<AppServicePlan>): AzureResource[] {
  return Array.from({ length: expansion.group.count }, (_, ordinal) => planWithSites(expansion, memberName(expansion.group.name, ordinal))).flat();
}

function planWithSites(expansion: AzureExpansion<AppServicePlan>, name: string): AzureResource[] {
  const { group, now } = expansion;
  const sku = SKUS[group.condition];
  const paid = sku.tier === 'PremiumV3';
  const numberOfSites = group.condition === 'with-sites' ? group.sites : 0;
  const plan: AzureResource = {
    ...commonOf(expansion, 'Microsoft.Web/serverfarms', name),
    kind: group.condition === 'empty-consumption' ? 'functionapp' : 'linux',
    tags: tagsOf(group.tags),
    sku: { ...sku, size: sku.name, capacity: paid ? 1 : 0 },
    properties: {
      name,
      status: 'Ready',
      numberOfSites,
      numberOfWorkers: paid ? 1 : 0,
      maximumNumberOfWorkers: paid ? 30 : 0,
      geoRegion: group.region,
      resourceGroup: group.resourceGroup,
      computeMode: paid ? 'Dedicated' : 'Shared',
      provisioningState: 'Succeeded',
    },
    createdAt: daysBefore(now, group.ageDays),
    bill: paid ? billOf(group, group.ageDays, 'Azure App Service') : null,
    load: group.condition === 'with-sites' ? 'busy' : 'silent',
    product: paid ? appServicePlanProduct : null,
    fault: group.condition === 'empty' ? azureFaults.appServicePlan.empty : null,
    verdicts: azureVerdicts.appServicePlan[group.condition],
  };
  return [plan, ...Array.from({ length: numberOfSites }, (_, ordinal) => siteOf(expansion, plan, `${name}-site-${String(ordinal)}`))];
}

function siteOf(expansion: AzureExpansion<AppServicePlan>, plan: AzureResource, name: string): AzureResource {
  const { group, subscriptionId } = expansion;
  return {
    ...commonOf(expansion, 'Microsoft.Web/sites', name),
    kind: 'app,linux',
    tags: tagsOf(group.tags),
    sku: null,
    properties: {
      state: 'Running',
      enabled: true,
      hostNames: [`${name}.azurewebsites.net`],
      serverFarmId: armId(subscriptionId, group.resourceGroup, 'Microsoft.Web/serverfarms', plan.name),
    },
    createdAt: plan.createdAt,
    bill: null,
    product: null,
    fault: null,
  };
}
