import { z } from 'zod';
import { armMembers, optionalNumber } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({ ...armMembers, properties: z.object({ numberOfVirtualNetworkLinks: optionalNumber, numberOfRecordSets: optionalNumber }) })
  .transform(({ properties, ...zone }) => ({
    ...zone,
    virtualNetworkLinks: properties.numberOfVirtualNetworkLinks,
    recordSets: properties.numberOfRecordSets,
  }));

export type AzureNetworkPrivateDnsZone = z.output<typeof schema>;

export const azureNetworkPrivateDnsZonesReader = defineGraphReader<AzureNetworkPrivateDnsZone>({
  id: 'azure.network.private-dns-zones',
  type: 'Microsoft.Network/privateDnsZones',
  columns: ['properties'],
  item: schema,
});
