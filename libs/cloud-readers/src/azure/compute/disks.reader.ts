import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { armIdentity, armMembers, optionalNumber, optionalText, resourceGraphBody, resourceGraphPage } from '../azure-fields.js';

const diskSchema = z
  .object({
    ...armMembers,
    managedBy: optionalText,
    sku: z.object({ name: optionalText }).nullish(),
    properties: z.object({
      diskState: optionalText,
      diskSizeGB: optionalNumber,
      timeCreated: optionalText,
      LastOwnershipUpdateTime: optionalText,
      tier: optionalText,
    }),
  })
  .transform(({ sku, properties, ...disk }) => ({
    ...disk,
    skuName: sku?.name ?? null,
    sizeGb: properties.diskSizeGB,
    diskState: properties.diskState,
    timeCreated: properties.timeCreated,
    lastOwnershipUpdateTime: properties.LastOwnershipUpdateTime,
    tier: properties.tier,
  }));

export type AzureComputeDisk = z.output<typeof diskSchema>;

/** Disks that are not attached to a running machine; of 100,000 that is a page or two. A disk without a state stays in. */
export const azureComputeDisksReader = defineReader<AzureComputeDisk>({
  id: 'azure.compute.disks',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.compute/disks',
  operations: ['Microsoft.Compute/disks/read'],
  pageSize: 1000,
  request: (input) => ({
    operation: 'Microsoft.Compute/disks/read',
    body: resourceGraphBody('microsoft.compute/disks', ['managedBy', 'sku', 'properties'], input, "tostring(properties.diskState) !~ 'Attached'"),
  }),
  page: resourceGraphPage,
  item: diskSchema,
  identify: armIdentity,
});
