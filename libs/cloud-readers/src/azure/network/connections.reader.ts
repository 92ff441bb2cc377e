import { z } from 'zod';
import { armMembers, optionalText, reference } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({ ...armMembers, properties: z.object({ connectionType: optionalText, virtualNetworkGateway1: reference, virtualNetworkGateway2: reference }) })
  .transform(({ properties, ...connection }) => ({
    ...connection,
    connectionType: properties.connectionType,
    gatewayIds: [properties.virtualNetworkGateway1, properties.virtualNetworkGateway2].filter((id) => id !== null),
  }));

export type AzureNetworkConnection = z.output<typeof schema>;

export const azureNetworkConnectionsReader = defineGraphReader<AzureNetworkConnection>({
  id: 'azure.network.connections',
  type: 'Microsoft.Network/connections',
  columns: ['properties'],
  item: schema,
});
