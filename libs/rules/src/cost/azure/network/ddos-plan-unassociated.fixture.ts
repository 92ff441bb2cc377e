import type { AzureNetworkDdosProtectionPlan, AzureNetworkVirtualNetwork } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const plan = (more: Partial<AzureNetworkDdosProtectionPlan> = {}): AzureNetworkDdosProtectionPlan => ({
  ...armCase('Microsoft.Network/ddosProtectionPlans', 'plan-001'),
  virtualNetworks: 0,
  publicIpAddresses: 0,
  ...more,
});
const network = (ddosProtectionPlanId: string): AzureNetworkVirtualNetwork => ({
  ...armCase('Microsoft.Network/virtualNetworks', 'vnet-001'),
  ddosProtectionPlanId,
});

export const azureNetworkDdosPlanUnassociatedFixture: RuleFixture<AzureNetworkDdosProtectionPlan> = {
  fail: [
    { title: 'nothing is bound to it', item: plan(), facts: { virtualNetworks: 0 } },
    { title: 'a network names another plan', item: plan(), lookups: { networks: [network('/subscriptions/x/other-plan')] } },
  ],
  pass: [
    { title: 'protects a network', item: plan({ virtualNetworks: 1 }) },
    { title: 'protects single addresses', item: plan({ publicIpAddresses: 2 }) },
    { title: 'a network of another subscription names it, in other letters', item: plan(), lookups: { networks: [network(plan().id.toUpperCase())] } },
  ],
  notApplicable: [],
  undetermined: [],
};
