import { type AzureNetworkDdosProtectionPlan, azureNetworkDdosProtectionPlansReader, azureNetworkVirtualNetworksReader } from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { armKey } from '../arm-reference.js';

export const azureNetworkDdosPlanUnassociatedRule = defineRule<AzureNetworkDdosProtectionPlan>({
  id: 'azure.network.ddos-plan-unassociated',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'DDoS protection plan that protects nothing',
  why: 'A plan costs a fixed fee of thousands a month for up to 100 addresses, also when no network uses it.',
  verify: 'az network ddos-protection show --ids {resourceId} --query "[virtualNetworks,publicIPAddresses]"',
  remedy: {
    steps: ['Ask the tenant’s network team: one plan serves all subscriptions of a tenant.', 'Delete the plan.'],
    rollback: 'Create a plan again and bind the networks to it; protection starts at once.',
  },
  severity: 'critical',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureNetworkDdosProtectionPlansReader },
  lookups: {
    networks: lookup({
      reader: azureNetworkVirtualNetworksReader,
      keys: (network) => (network.ddosProtectionPlanId === null ? [] : [{ key: armKey(network.ddosProtectionPlanId) }]),
      ask: (plan: AzureNetworkDdosProtectionPlan) => [armKey(plan.id)],
    }),
  },
  metrics: {},
  defaults: {},
  evaluate({ item, lookups }) {
    if (item.virtualNetworks > 0 || item.publicIpAddresses > 0) return { verdict: 'pass' };
    if (lookups['networks']?.has(armKey(item.id)) === true) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { virtualNetworks: 0, publicIpAddresses: 0 },
      window: null,
      formula: formula('the plan lists no network and no address, and no network of any subscription that is seen names the plan'),
      assumptions: [
        'The plan’s own list covers networks of every subscription of the tenant; networks in subscriptions that this connection cannot see are not asked themselves.',
        'The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
