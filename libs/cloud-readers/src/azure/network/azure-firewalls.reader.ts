import { z } from 'zod';
import { armMembers, counted, optionalText, reference } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    properties: z.object({
      sku: z.object({ name: optionalText, tier: optionalText }).nullish(),
      ipConfigurations: counted,
      managementIpConfiguration: reference,
      virtualHub: reference,
    }),
  })
  .transform(({ properties, ...firewall }) => ({
    ...firewall,
    skuTier: properties.sku?.tier ?? null,
    // A firewall that was deallocated keeps its rules and has no address.
    ipConfigurations: properties.ipConfigurations,
    managementIpConfigurationId: properties.managementIpConfiguration,
    virtualHubId: properties.virtualHub,
  }));

export type AzureNetworkAzureFirewall = z.output<typeof schema>;

export const azureNetworkAzureFirewallsReader = defineGraphReader<AzureNetworkAzureFirewall>({
  id: 'azure.network.azure-firewalls',
  type: 'Microsoft.Network/azureFirewalls',
  columns: ['properties'],
  item: schema,
});
