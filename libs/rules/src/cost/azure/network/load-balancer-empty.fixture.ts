import type { AzureNetworkLoadBalancer } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const subscriptionId = '11111111-2222-4333-8444-555555555555';
const balancer = (more: Partial<AzureNetworkLoadBalancer> = {}): AzureNetworkLoadBalancer => ({
  id: `/subscriptions/${subscriptionId}/resourceGroups/rg-main/providers/Microsoft.Network/loadBalancers/lb-001`,
  name: 'lb-001',
  location: 'westeurope',
  resourceGroup: 'rg-main',
  subscriptionId,
  tags: {},
  skuName: 'Standard',
  loadBalancingRules: 1,
  outboundRules: 0,
  backendMembers: 0,
  inboundNatRules: 0,
  ...more,
});

export const azureNetworkLoadBalancerEmptyFixture: RuleFixture<AzureNetworkLoadBalancer> = {
  fail: [{ title: 'rules without a back end', item: balancer(), facts: { loadBalancingRules: 1, backendMembers: 0 } }],
  pass: [
    { title: 'machines behind it', item: balancer({ backendMembers: 2 }) },
    { title: 'inbound NAT leads to a machine', item: balancer({ inboundNatRules: 1 }) },
    { title: 'no rules: not billed', item: balancer({ loadBalancingRules: 0 }) },
  ],
  notApplicable: [
    { title: 'Basic is free', item: balancer({ skuName: 'Basic' }), because: /not billed/ },
    { title: 'AKS scaled to zero, by tag', item: balancer({ tags: { 'aks-managed-cluster-name': 'prod' } }), because: /Kubernetes/ },
    { title: 'AKS scaled to zero, by name', item: balancer({ name: 'kubernetes' }), because: /Kubernetes/ },
  ],
  undetermined: [],
};
