import { z } from 'zod';
import { armMembers, counted, optionalText, reference } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const pools = z
  .array(z.object({ properties: z.object({ backendAddresses: counted, backendIPConfigurations: counted }).nullish() }))
  .nullish()
  .transform((given) => given ?? []);
const rules = z
  .array(z.object({ properties: z.object({ redirectConfiguration: reference }).nullish() }))
  .nullish()
  .transform((given) => given ?? []);

const schema = z
  .object({
    ...armMembers,
    properties: z.object({
      sku: z.object({ tier: optionalText }).nullish(),
      operationalState: optionalText,
      backendAddressPools: pools,
      requestRoutingRules: rules,
    }),
  })
  .transform(({ properties, ...gateway }) => ({
    ...gateway,
    skuTier: properties.sku?.tier ?? null,
    operationalState: properties.operationalState,
    // By network interface or by address: says "any", not "how many".
    backendMembers: properties.backendAddressPools.reduce(
      (sum, pool) => sum + (pool.properties?.backendAddresses ?? 0) + (pool.properties?.backendIPConfigurations ?? 0),
      0,
    ),
    rules: properties.requestRoutingRules.length,
    redirects: properties.requestRoutingRules.filter((rule) => (rule.properties?.redirectConfiguration ?? null) !== null).length,
  }));

export type AzureNetworkApplicationGateway = z.output<typeof schema>;

export const azureNetworkApplicationGatewaysReader = defineGraphReader<AzureNetworkApplicationGateway>({
  id: 'azure.network.application-gateways',
  type: 'Microsoft.Network/applicationGateways',
  columns: ['properties'],
  item: schema,
});
