import { z } from 'zod';
import { armMembers, optionalNumber, optionalText } from '../azure-fields.js';
import { defineGraphReader } from '../define-graph-reader.js';

const schema = z
  .object({
    ...armMembers,
    managedBy: optionalText,
    sku: z.object({ name: optionalText }).nullish(),
    properties: z.object({
      diskSizeGB: optionalNumber,
      diskIOPSReadWrite: optionalNumber,
      diskMBpsReadWrite: optionalNumber,
      tier: optionalText,
      osType: optionalText,
      timeCreated: optionalText,
      maxShares: optionalNumber,
      burstingEnabled: z.boolean().nullish(),
    }),
  })
  .transform(({ sku, properties, ...disk }) => ({
    ...disk,
    skuName: sku?.name ?? null,
    sizeGb: properties.diskSizeGB,
    iops: properties.diskIOPSReadWrite,
    mbps: properties.diskMBpsReadWrite,
    tier: properties.tier,
    osType: properties.osType,
    timeCreated: properties.timeCreated,
    maxShares: properties.maxShares,
    burstingEnabled: properties.burstingEnabled ?? null,
  }));

export type AzureComputeAttachedDisk = z.output<typeof schema>;

/**
 * Premium disks in use from 256 GiB. Below that a cheaper disk saves less than its check costs, and an estate of 100,000
 * small disks would be 100 calls.
 */
export const azureComputeAttachedDisksReader = defineGraphReader<AzureComputeAttachedDisk>({
  id: 'azure.compute.attached-disks',
  type: 'Microsoft.Compute/disks',
  columns: ['managedBy', 'sku', 'properties'],
  item: schema,
  only: "properties.diskState =~ 'Attached' and tostring(sku.name) in~ ('Premium_LRS', 'Premium_ZRS') and toint(properties.diskSizeGB) >= 256",
});
