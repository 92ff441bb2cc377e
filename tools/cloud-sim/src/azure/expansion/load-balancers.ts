import { azureFaults } from '../azure-conditions.js';
import type { AzureGroupOf } from '../azure-estate.js';
import { loadBalancerProduct } from '../azure-products.js';
import { azureVerdicts } from '../azure-verdicts.js';
import type { JsonObject, JsonValue } from '../../http/json-answer.js';
import { armId, memberName, type AzureExpansion, type AzureResource } from '../azure-resource.js';
import { networkResource } from './networking.js';

type LoadBalancer = AzureGroupOf<'loadBalancer'>;

/** Expands a group of load balancers: rules always, backends and inbound NAT rules as the condition says. */
export function expandLoadBalancers(expansion: AzureExpansion<LoadBalancer>): AzureResource[] {
  const { group } = expansion;
  const basic = group.condition === 'empty-basic';
  const kubernetes = group.condition === 'aks-scaled-to-zero';
  return Array.from({ length: group.count }, (_, ordinal) => {
    // AKS names its balancers so in the cluster's own resource group, whatever the cluster is called.
    const name = kubernetes ? ['kubernetes', 'kubernetes-internal'][ordinal] : memberName(group.name, ordinal);
    if (name === undefined) throw new Error('a cluster has at most two load balancers');
    const shared = networkResource(expansion, 'Microsoft.Network/loadBalancers', name);
    return {
      ...shared,
      ...(basic ? { bill: null } : {}),
      ...(kubernetes ? { tags: { ...shared.tags, 'aks-managed-cluster-name': group.name, 'aks-managed-cluster-rg': group.resourceGroup } } : {}),
      sku: { name: basic ? 'Basic' : 'Standard', tier: 'Regional' },
      properties: partsOf(expansion, shared.id, name),
      product: basic ? null : loadBalancerProduct,
      fault: group.condition === 'empty' ? azureFaults.loadBalancer.empty : null,
      verdicts: azureVerdicts.loadBalancer[group.condition],
    };
  });
}

function partsOf({ group, subscriptionId }: AzureExpansion<LoadBalancer>, id: string, name: string): JsonObject {
  const frontend = `${id}/frontendIPConfigurations/frontend`;
  const pool = `${id}/backendAddressPools/backend`;
  const rule = `${id}/loadBalancingRules/https`;
  const machine = `${armId(subscriptionId, group.resourceGroup, 'Microsoft.Network/networkInterfaces', `${name}-nic`)}/ipConfigurations/ipconfig1`;
  const backends: JsonValue = group.condition === 'balanced' ? { backendIPConfigurations: [{ id: machine }] } : {};
  return {
    provisioningState: 'Succeeded',
    frontendIPConfigurations: [{ name: 'frontend', id: frontend, properties: { provisioningState: 'Succeeded', loadBalancingRules: [{ id: rule }] } }],
    backendAddressPools: [{ name: 'backend', id: pool, properties: { provisioningState: 'Succeeded', ...backends, loadBalancingRules: [{ id: rule }] } }],
    loadBalancingRules: [
      {
        name: 'https',
        id: rule,
        properties: {
          provisioningState: 'Succeeded',
          protocol: 'Tcp',
          frontendPort: 443,
          backendPort: 8443,
          frontendIPConfiguration: { id: frontend },
          backendAddressPool: { id: pool },
        },
      },
    ],
    probes: [],
    inboundNatRules:
      group.condition === 'inbound-nat'
        ? [{ name: 'ssh', id: `${id}/inboundNatRules/ssh`, properties: { frontendPort: 2222, backendPort: 22, protocol: 'Tcp' } }]
        : [],
    outboundRules: [],
  };
}
