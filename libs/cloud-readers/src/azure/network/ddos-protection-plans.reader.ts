import { z } from 'zod';
import { armMembers, counted } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({ ...armMembers, properties: z.object({ virtualNetworks: counted, publicIPAddresses: counted }) })
  .transform(({ properties, ...plan }) => ({ ...plan, virtualNetworks: properties.virtualNetworks, publicIpAddresses: properties.publicIPAddresses }));

export type AzureNetworkDdosProtectionPlan = z.output<typeof schema>;

export const azureNetworkDdosProtectionPlansReader = defineGraphReader<AzureNetworkDdosProtectionPlan>({
  id: 'azure.network.ddos-protection-plans',
  type: 'Microsoft.Network/ddosProtectionPlans',
  columns: ['properties'],
  item: schema,
});
