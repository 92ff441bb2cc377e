import type { AzureNetworkPublicIpAddress } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const subscriptionId = '11111111-2222-4333-8444-555555555555';
const address = (more: Partial<AzureNetworkPublicIpAddress> = {}): AzureNetworkPublicIpAddress => ({
  id: `/subscriptions/${subscriptionId}/resourceGroups/rg-main/providers/Microsoft.Network/publicIPAddresses/ip-001`,
  name: 'ip-001',
  location: 'westeurope',
  resourceGroup: 'rg-main',
  subscriptionId,
  tags: {},
  skuName: 'Standard',
  allocationMethod: 'Static',
  ipAddress: '203.0.113.9',
  ipConfigurationId: null,
  natGatewayId: null,
  publicIpPrefixId: null,
  domainNameLabel: null,
  ...more,
});

export const azureNetworkPublicIpIdleFixture: RuleFixture<AzureNetworkPublicIpAddress> = {
  fail: [
    { title: 'bound to nothing (CF-35)', item: address(), facts: { association: null } },
    { title: 'a Basic static address is billed too', item: address({ skuName: 'Basic' }) },
  ],
  pass: [
    { title: 'on a network interface', item: address({ ipConfigurationId: '/subscriptions/x/networkInterfaces/n/ipConfigurations/c' }) },
    { title: 'on a NAT gateway', item: address({ natGatewayId: '/subscriptions/x/natGateways/g' }) },
  ],
  notApplicable: [
    { title: 'part of a prefix', item: address({ publicIpPrefixId: '/subscriptions/x/publicIPPrefixes/p' }), because: /prefix/ },
    { title: 'Basic dynamic costs nothing', item: address({ skuName: 'Basic', allocationMethod: 'Dynamic', ipAddress: null }), because: /free/ },
    { title: 'reserved by AKS', item: address({ tags: { 'k8s-azure-service': 'shop/web' } }), because: /Kubernetes/ },
  ],
  undetermined: [],
};
