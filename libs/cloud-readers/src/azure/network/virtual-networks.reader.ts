import { z } from 'zod';
import { armMembers, reference } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({ ...armMembers, properties: z.object({ ddosProtectionPlan: reference }) })
  .transform(({ properties, ...network }) => ({ ...network, ddosProtectionPlanId: properties.ddosProtectionPlan }));

export type AzureNetworkVirtualNetwork = z.output<typeof schema>;

/** Only networks that name a protection plan: nothing else is asked of them. */
export const azureNetworkVirtualNetworksReader = defineGraphReader<AzureNetworkVirtualNetwork>({
  id: 'azure.network.virtual-networks',
  type: 'Microsoft.Network/virtualNetworks',
  columns: ['properties'],
  item: schema,
  only: 'isnotnull(properties.ddosProtectionPlan)',
});
