import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { armIdentity, armMembers, optionalBoolean, optionalNumber, optionalText, resourceGraphBody, resourceGraphPage } from '../azure-fields.js';

const snapshotSchema = z
  .object({
    ...armMembers,
    managedBy: optionalText,
    sku: z.object({ name: optionalText }).nullish(),
    properties: z.object({
      diskSizeGB: optionalNumber,
      timeCreated: optionalText,
      incremental: optionalBoolean,
      creationData: z.object({ sourceResourceId: optionalText }).nullish(),
    }),
  })
  .transform(({ sku, properties, ...snapshot }) => ({
    ...snapshot,
    skuName: sku?.name ?? null,
    sizeGb: properties.diskSizeGB,
    timeCreated: properties.timeCreated,
    incremental: properties.incremental,
    sourceResourceId: properties.creationData?.sourceResourceId ?? null,
  }));

export type AzureComputeSnapshot = z.output<typeof snapshotSchema>;

export const azureComputeSnapshotsReader = defineReader<AzureComputeSnapshot>({
  id: 'azure.compute.snapshots',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.compute/snapshots',
  operations: ['Microsoft.Compute/snapshots/read'],
  pageSize: 1000,
  request: (input) => ({
    operation: 'Microsoft.Compute/snapshots/read',
    body: resourceGraphBody('microsoft.compute/snapshots', ['managedBy', 'sku', 'properties'], input),
  }),
  page: resourceGraphPage,
  item: snapshotSchema,
  identify: armIdentity,
});
