import type { AzureNetworkNatGateway } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const subscriptionId = '11111111-2222-4333-8444-555555555555';
const gateway = (more: Partial<AzureNetworkNatGateway> = {}): AzureNetworkNatGateway => ({
  id: `/subscriptions/${subscriptionId}/resourceGroups/rg-main/providers/Microsoft.Network/natGateways/nat-001`,
  name: 'nat-001',
  location: 'westeurope',
  resourceGroup: 'rg-main',
  subscriptionId,
  tags: {},
  skuName: 'Standard',
  subnetIds: [],
  publicIpAddresses: 1,
  ...more,
});

export const azureNetworkNatGatewayOrphanFixture: RuleFixture<AzureNetworkNatGateway> = {
  fail: [{ title: 'no subnet', item: gateway(), facts: { subnets: 0, publicIpAddresses: 1 } }],
  pass: [{ title: 'one subnet', item: gateway({ subnetIds: ['/subscriptions/x/virtualNetworks/v/subnets/s'] }) }],
  notApplicable: [
    {
      title: 'in the resource group of an AKS cluster',
      item: gateway({ id: '/subscriptions/x/resourceGroups/MC_rg_prod_westeurope/providers/Microsoft.Network/natGateways/n' }),
      because: /managed service/,
    },
  ],
  undetermined: [],
};
