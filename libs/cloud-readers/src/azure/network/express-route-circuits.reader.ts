import { z } from 'zod';
import { armMembers, optionalText, reference } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    sku: z.object({ name: optionalText }).nullish(),
    properties: z.object({ serviceProviderProvisioningState: optionalText, circuitProvisioningState: optionalText, expressRoutePort: reference }),
  })
  .transform(({ sku, properties, ...circuit }) => ({
    ...circuit,
    skuName: sku?.name ?? null,
    providerState: properties.serviceProviderProvisioningState,
    circuitState: properties.circuitProvisioningState,
    expressRoutePortId: properties.expressRoutePort,
  }));

export type AzureNetworkExpressRouteCircuit = z.output<typeof schema>;

export const azureNetworkExpressRouteCircuitsReader = defineGraphReader<AzureNetworkExpressRouteCircuit>({
  id: 'azure.network.express-route-circuits',
  type: 'Microsoft.Network/expressRouteCircuits',
  columns: ['sku', 'properties'],
  item: schema,
});
