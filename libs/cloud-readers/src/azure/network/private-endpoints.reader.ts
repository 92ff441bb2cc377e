import { z } from 'zod';
import { armMembers, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const links = z
  .array(
    z.object({ properties: z.object({ privateLinkServiceId: optionalText, privateLinkServiceConnectionState: z.object({ status: optionalText }).nullish() }) }),
  )
  .nullish()
  .transform((given) => given ?? []);

const schema = z
  .object({ ...armMembers, properties: z.object({ privateLinkServiceConnections: links, manualPrivateLinkServiceConnections: links }) })
  .transform(({ properties, ...endpoint }) => {
    const all = [...properties.privateLinkServiceConnections, ...properties.manualPrivateLinkServiceConnections];
    return {
      ...endpoint,
      states: all.map((link) => link.properties.privateLinkServiceConnectionState?.status ?? null),
      targetId: all[0]?.properties.privateLinkServiceId ?? null,
    };
  });

export type AzureNetworkPrivateEndpoint = z.output<typeof schema>;

export const azureNetworkPrivateEndpointsReader = defineGraphReader<AzureNetworkPrivateEndpoint>({
  id: 'azure.network.private-endpoints',
  type: 'Microsoft.Network/privateEndpoints',
  columns: ['properties'],
  item: schema,
});
