import { type AzureNetworkLoadBalancer, azureNetworkLoadBalancersReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { loadBalancerPriceKeys } from '../price-keys.js';

export const azureNetworkLoadBalancerEmptyRule = defineRule<AzureNetworkLoadBalancer>({
  id: 'azure.network.load-balancer-empty',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Load balancer with rules but without a back end',
  why: 'A Standard load balancer is billed for its rules, also when no machine stands behind them.',
  verify: 'az network lb show --ids {resourceId} --query "[sku.name,length(loadBalancingRules),backendAddressPools[].backendIPConfigurations]"',
  remedy: {
    steps: ['Check that no scale set or cluster is about to register machines.', 'Delete the load balancer.'],
    rollback: 'Create it again from its exported template; a kept public address can be bound again.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureNetworkLoadBalancersReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    if (item.skuName?.toLowerCase() !== 'standard')
      return { verdict: 'not_applicable', because: `${item.skuName ?? 'unknown'} load balancers are not billed by the rule` };
    if (/^kubernetes(-internal)?$/i.test(item.name)) return { verdict: 'not_applicable', because: 'owned by Kubernetes (name of the AKS load balancer)' };
    if (item.loadBalancingRules + item.outboundRules === 0) return { verdict: 'pass' };
    if (item.backendMembers > 0 || item.inboundNatRules > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { skuName: item.skuName, loadBalancingRules: item.loadBalancingRules, outboundRules: item.outboundRules, backendMembers: 0, inboundNatRules: 0 },
      window: null,
      formula: formula('rules > 0, back-end members = 0, inbound NAT rules = 0'),
      assumptions: ['The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.'],
      cost: { kind: 'whole', list: item.loadBalancingRules + item.outboundRules <= 5 ? loadBalancerPriceKeys(identity.region ?? '') : [] },
    };
  },
});
