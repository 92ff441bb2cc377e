import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { armIdentity, armMembers, counted, optionalText, resourceGraphBody, resourceGraphPage } from '../azure-fields.js';

const pools = z
  .array(z.object({ properties: z.object({ backendIPConfigurations: counted, loadBalancerBackendAddresses: counted }) }))
  .nullish()
  .transform((given) => given ?? []);

const loadBalancerSchema = z
  .object({
    ...armMembers,
    sku: z.object({ name: optionalText }).nullish(),
    properties: z.object({ loadBalancingRules: counted, outboundRules: counted, inboundNatRules: counted, backendAddressPools: pools }),
  })
  .transform(({ sku, properties, ...balancer }) => ({
    ...balancer,
    skuName: sku?.name ?? null,
    loadBalancingRules: properties.loadBalancingRules,
    outboundRules: properties.outboundRules,
    // A pool lists its members by network interface or by address; the same member may stand in both, so this says "any", not "how many".
    backendMembers: properties.backendAddressPools.reduce(
      (sum, pool) => sum + pool.properties.backendIPConfigurations + pool.properties.loadBalancerBackendAddresses,
      0,
    ),
    inboundNatRules: properties.inboundNatRules,
  }));

export type AzureNetworkLoadBalancer = z.output<typeof loadBalancerSchema>;

export const azureNetworkLoadBalancersReader = defineReader<AzureNetworkLoadBalancer>({
  id: 'azure.network.load-balancers',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.network/loadbalancers',
  operations: ['Microsoft.Network/loadBalancers/read'],
  pageSize: 1000,
  request: (input) => ({
    operation: 'Microsoft.Network/loadBalancers/read',
    body: resourceGraphBody('microsoft.network/loadbalancers', ['sku', 'properties'], input),
  }),
  page: resourceGraphPage,
  item: loadBalancerSchema,
  identify: armIdentity,
});
