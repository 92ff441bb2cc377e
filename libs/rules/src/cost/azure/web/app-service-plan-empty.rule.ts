import { type AzureWebAppServicePlan, azureWebAppServicePlansReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { appServicePlanPriceKeys } from '../price-keys.js';
import { freeTiers } from './plan-tiers.js';

export const azureWebAppServicePlanEmptyRule = defineRule<AzureWebAppServicePlan>({
  id: 'azure.web.app-service-plan-empty',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'App Service plan without a site',
  why: 'A plan is billed for its instances, not for what runs on them: an empty one is paid in full.',
  verify: 'az appservice plan show --ids {resourceId} --query "[numberOfSites,sku.name,sku.capacity]"',
  remedy: {
    steps: ['Check that no deployment is about to use the plan.', 'Delete the plan.'],
    rollback: 'Create a plan of the same tier in the same region; sites are not affected, since there were none.',
  },
  severity: 'high',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: azureWebAppServicePlansReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    const tier = item.skuTier?.toLowerCase() ?? null;
    if (tier !== null && freeTiers.includes(tier)) return { verdict: 'not_applicable', because: `tier ${item.skuTier ?? ''} costs nothing without a site` };
    if (item.hostingEnvironmentId !== null) return { verdict: 'not_applicable', because: 'in an App Service Environment, which is billed as a whole' };
    if (item.numberOfSites === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { numberOfSites: null } };
    if (item.numberOfSites > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { numberOfSites: 0, skuName: item.skuName, skuTier: item.skuTier, capacity: item.capacity },
      window: null,
      formula: formula('numberOfSites = 0 in a tier that is billed by the instance'),
      assumptions: [
        'Deployment slots count as sites of their plan.',
        'The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: appServicePlanPriceKeys(item, identity.region ?? '') },
    };
  },
});
