import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { armIdentity, armMembers, counted, optionalText, resourceGraphBody, resourceGraphPage } from '../azure-fields.js';

const subnets = z
  .array(z.object({ id: z.string() }))
  .nullish()
  .transform((given) => (given ?? []).map(({ id }) => id));

const natGatewaySchema = z
  .object({ ...armMembers, sku: z.object({ name: optionalText }).nullish(), properties: z.object({ subnets, publicIpAddresses: counted }) })
  .transform(({ sku, properties, ...gateway }) => ({
    ...gateway,
    skuName: sku?.name ?? null,
    subnetIds: properties.subnets,
    publicIpAddresses: properties.publicIpAddresses,
  }));

export type AzureNetworkNatGateway = z.output<typeof natGatewaySchema>;

export const azureNetworkNatGatewaysReader = defineReader<AzureNetworkNatGateway>({
  id: 'azure.network.nat-gateways',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.network/natgateways',
  operations: ['Microsoft.Network/natGateways/read'],
  pageSize: 1000,
  request: (input) => ({
    operation: 'Microsoft.Network/natGateways/read',
    body: resourceGraphBody('microsoft.network/natgateways', ['sku', 'properties'], input),
  }),
  page: resourceGraphPage,
  item: natGatewaySchema,
  identify: armIdentity,
});
