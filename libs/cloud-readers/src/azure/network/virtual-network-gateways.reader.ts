import { z } from 'zod';
import { armMembers, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    properties: z.object({
      gatewayType: optionalText,
      sku: z.object({ name: optionalText }).nullish(),
      vpnClientConfiguration: z.object({ vpnClientAddressPool: z.object({ addressPrefixes: z.array(z.string()).nullish() }).nullish() }).nullish(),
    }),
  })
  .transform(({ properties, ...gateway }) => ({
    ...gateway,
    gatewayType: properties.gatewayType,
    skuName: properties.sku?.name ?? null,
    // Clients can only dial in where a pool of addresses is set aside for them.
    pointToSite: (properties.vpnClientConfiguration?.vpnClientAddressPool?.addressPrefixes ?? []).length > 0,
  }));

export type AzureNetworkVirtualNetworkGateway = z.output<typeof schema>;

export const azureNetworkVirtualNetworkGatewaysReader = defineGraphReader<AzureNetworkVirtualNetworkGateway>({
  id: 'azure.network.virtual-network-gateways',
  type: 'Microsoft.Network/virtualNetworkGateways',
  columns: ['properties'],
  item: schema,
});
