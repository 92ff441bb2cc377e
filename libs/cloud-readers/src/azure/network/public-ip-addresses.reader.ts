import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { armIdentity, armMembers, optionalText, reference, resourceGraphBody, resourceGraphPage } from '../azure-fields.js';

const publicIpSchema = z
  .object({
    ...armMembers,
    sku: z.object({ name: optionalText }).nullish(),
    properties: z.object({
      publicIPAllocationMethod: optionalText,
      ipAddress: optionalText,
      ipConfiguration: reference,
      natGateway: reference,
      publicIPPrefix: reference,
      dnsSettings: z.object({ domainNameLabel: optionalText }).nullish(),
    }),
  })
  .transform(({ sku, properties, ...address }) => ({
    ...address,
    skuName: sku?.name ?? null,
    allocationMethod: properties.publicIPAllocationMethod,
    ipAddress: properties.ipAddress,
    ipConfigurationId: properties.ipConfiguration,
    natGatewayId: properties.natGateway,
    publicIpPrefixId: properties.publicIPPrefix,
    domainNameLabel: properties.dnsSettings?.domainNameLabel ?? null,
  }));

export type AzureNetworkPublicIpAddress = z.output<typeof publicIpSchema>;

export const azureNetworkPublicIpAddressesReader = defineReader<AzureNetworkPublicIpAddress>({
  id: 'azure.network.public-ip-addresses',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.network/publicipaddresses',
  operations: ['Microsoft.Network/publicIPAddresses/read'],
  pageSize: 1000,
  request: (input) => ({
    operation: 'Microsoft.Network/publicIPAddresses/read',
    body: resourceGraphBody('microsoft.network/publicipaddresses', ['sku', 'properties'], input),
  }),
  page: resourceGraphPage,
  item: publicIpSchema,
  identify: armIdentity,
});
