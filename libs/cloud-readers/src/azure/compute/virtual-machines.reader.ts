import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { armIdentity, armMembers, optionalText, reference, resourceGraphBody, resourceGraphPage } from '../azure-fields.js';

const machineSchema = z
  .object({
    ...armMembers,
    properties: z.object({
      hardwareProfile: z.object({ vmSize: optionalText }).nullish(),
      storageProfile: z
        .object({
          imageReference: z.object({ publisher: optionalText, offer: optionalText }).nullish(),
          osDisk: z.object({ osType: optionalText, managedDisk: reference }).nullish(),
          dataDisks: z
            .array(z.object({ managedDisk: reference }))
            .nullish()
            .transform((given) => given ?? []),
        })
        .nullish(),
      extended: z.object({ instanceView: z.object({ powerState: z.object({ code: optionalText }).nullish() }).nullish() }).nullish(),
      priority: optionalText,
      licenseType: optionalText,
      timeCreated: optionalText,
      virtualMachineScaleSet: reference,
    }),
  })
  .transform(({ properties, ...machine }) => ({
    ...machine,
    vmSize: properties.hardwareProfile?.vmSize ?? null,
    powerState: properties.extended?.instanceView?.powerState?.code ?? null,
    osType: properties.storageProfile?.osDisk?.osType ?? null,
    priority: properties.priority,
    licenseType: properties.licenseType,
    timeCreated: properties.timeCreated,
    virtualMachineScaleSetId: properties.virtualMachineScaleSet,
    imagePublisher: properties.storageProfile?.imageReference?.publisher ?? null,
    imageOffer: properties.storageProfile?.imageReference?.offer ?? null,
    diskIds: [properties.storageProfile?.osDisk?.managedDisk ?? null, ...(properties.storageProfile?.dataDisks ?? []).map((disk) => disk.managedDisk)].filter(
      (id) => id !== null,
    ),
  }));

export type AzureComputeVirtualMachine = z.output<typeof machineSchema>;

/** Resource Graph carries the power state under `properties.extended`, so no call per machine is needed. */
export const azureComputeVirtualMachinesReader = defineReader<AzureComputeVirtualMachine>({
  id: 'azure.compute.virtual-machines',
  cloud: 'azure',
  scope: 'azure.subscription',
  resourceType: 'microsoft.compute/virtualmachines',
  operations: ['Microsoft.Compute/virtualMachines/read'],
  pageSize: 1000,
  request: (input) => ({
    operation: 'Microsoft.Compute/virtualMachines/read',
    body: resourceGraphBody('microsoft.compute/virtualmachines', ['properties'], input),
  }),
  page: resourceGraphPage,
  item: machineSchema,
  identify: armIdentity,
});
