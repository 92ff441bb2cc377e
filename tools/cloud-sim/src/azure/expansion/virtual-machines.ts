import { azureFaults, virtualMachineLoads, type AzureFault } from '../azure-conditions.js';
import type { AzureGroupOf } from '../azure-estate.js';
import { billOf, commonOf, daysBefore, memberName, seededGuid, tagsOf, type AzureExpansion, type AzureResource } from '../azure-resource.js';
import { diskProduct, virtualMachineProduct } from '../azure-products.js';
import { diskSku } from './disks.js';

type VirtualMachine = AzureGroupOf<'virtualMachine'>;

const YOUNG_DAYS = 4;

/** Expands a group of machines: each with its OS disk, its data disks and its network interface, in that order after it. */
export function expandVirtualMachines(expansion: AzureExpansion<VirtualMachine>): AzureResource[] {
  const { group } = expansion;
  return Array.from({ length: group.count }, (_, ordinal) => machineWithParts(expansion, memberName(group.name, ordinal), ordinal)).flat();
}

function machineWithParts(expansion: AzureExpansion<VirtualMachine>, name: string, ordinal: number): AzureResource[] {
  const { group, seed, now } = expansion;
  const ageDays = group.condition === 'idle-young' ? Math.min(group.ageDays, YOUNG_DAYS) : group.ageDays;
  const createdAt = daysBefore(now, ageDays);
  const common = commonOf(expansion, 'Microsoft.Compute/virtualMachines', name);
  const osDisk = diskOf(expansion, `${name}-os`, common.id, 30, createdAt, ageDays, 'Linux');
  const dataDisks = Array.from({ length: group.dataDisks }, (_, lun) =>
    diskOf(expansion, `${name}-data-${String(lun)}`, common.id, 128, createdAt, ageDays, null),
  );
  const networkInterface = networkInterfaceOf(expansion, `${name}-nic`, common.id, createdAt);
  const machine: AzureResource = {
    ...common,
    tags: tagsOf(group.tags),
    sku: null,
    properties: {
      vmId: seededGuid(seed, `vm:${expansion.subscriptionId}:${group.name}`, ordinal),
      hardwareProfile: { vmSize: group.size },
      storageProfile: {
        imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
        osDisk: { osType: 'Linux', name: osDisk.name, createOption: 'FromImage', caching: 'ReadWrite', managedDisk: { id: osDisk.id }, diskSizeGB: 30 },
        dataDisks: dataDisks.map((disk, lun) => ({ lun, name: disk.name, createOption: 'Attach', managedDisk: { id: disk.id }, diskSizeGB: 128 })),
      },
      osProfile: { computerName: name, adminUsername: 'operator' },
      networkProfile: { networkInterfaces: [{ id: networkInterface.id }] },
      ...(group.condition === 'idle-spot' ? { priority: 'Spot', evictionPolicy: 'Deallocate' } : {}),
      provisioningState: 'Succeeded',
      timeCreated: createdAt.toISOString(),
      extended: { instanceView: { computerName: name, powerState: powerStateOf(group) } },
    },
    createdAt,
    bill: group.condition === 'deallocated' ? null : billOf(group, ageDays, 'Virtual Machines'),
    load: virtualMachineLoads[group.condition],
    product: virtualMachineProduct(group.size),
    fault: faultOf(group),
  };
  return [machine, osDisk, ...dataDisks, networkInterface];
}

function faultOf(group: VirtualMachine): AzureFault | null {
  if (group.condition === 'idle') return azureFaults.virtualMachine.idle;
  return group.condition === 'stopped' ? azureFaults.virtualMachine.stopped : null;
}

function powerStateOf(group: VirtualMachine): { code: string; level: string; displayStatus: string } {
  const state = group.condition === 'stopped' || group.condition === 'deallocated' ? group.condition : 'running';
  return { code: `PowerState/${state}`, level: 'Info', displayStatus: `VM ${state}` };
}

function diskOf(
  expansion: AzureExpansion<VirtualMachine>,
  name: string,
  machineId: string,
  sizeGb: number,
  createdAt: Date,
  ageDays: number,
  osType: string | null,
): AzureResource {
  const { group } = expansion;
  return {
    ...commonOf(expansion, 'Microsoft.Compute/disks', name),
    managedBy: machineId,
    tags: tagsOf(group.tags),
    sku: diskSku('Premium_LRS'),
    properties: {
      // A deallocated machine keeps its disks reserved, which is not the same as unattached.
      diskState: group.condition === 'deallocated' ? 'Reserved' : 'Attached',
      diskSizeGB: sizeGb,
      ...(osType === null ? {} : { osType }),
      timeCreated: createdAt.toISOString(),
      provisioningState: 'Succeeded',
      creationData: { createOption: osType === null ? 'Empty' : 'FromImage' },
      encryption: { type: 'EncryptionAtRestWithPlatformKey' },
    },
    createdAt,
    bill: group.diskDailyCost === undefined ? null : billOf({ dailyCost: group.diskDailyCost, billedDays: group.billedDays }, ageDays, 'Storage'),
    product: diskProduct('Premium_LRS', sizeGb),
    fault: null,
  };
}

function networkInterfaceOf(expansion: AzureExpansion<VirtualMachine>, name: string, machineId: string, createdAt: Date): AzureResource {
  const common = commonOf(expansion, 'Microsoft.Network/networkInterfaces', name);
  const network = `/subscriptions/${expansion.subscriptionId}/resourceGroups/${expansion.group.resourceGroup}/providers/Microsoft.Network/virtualNetworks/vnet-main`;
  return {
    ...common,
    tags: null,
    sku: null,
    properties: {
      provisioningState: 'Succeeded',
      primary: true,
      enableIPForwarding: false,
      virtualMachine: { id: machineId },
      ipConfigurations: [
        {
          name: 'ipconfig1',
          id: `${common.id}/ipConfigurations/ipconfig1`,
          properties: { provisioningState: 'Succeeded', privateIPAllocationMethod: 'Dynamic', primary: true, subnet: { id: `${network}/subnets/default` } },
        },
      ],
    },
    createdAt,
    bill: null,
    product: null,
    fault: null,
  };
}
