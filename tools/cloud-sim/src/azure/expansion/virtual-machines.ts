import { azureFaults, virtualMachineLoads, type AzureFault } from '../azure-conditions.js';
import { azureVerdicts } from '../azure-verdicts.js';
import type { AzureGroupOf } from '../azure-estate.js';
import { billOf, commonOf, daysBefore, memberName, seededGuid, tagsOf, type AzureAdvice, type AzureExpansion, type AzureResource } from '../azure-resource.js';
import type { JsonObject } from '../../http/json-answer.js';
import type { AzureMeasures } from '../azure-measures.js';
import { diskProduct, virtualMachineProduct, type AzureProduct } from '../azure-products.js';
import { diskSku } from './disks.js';

type VirtualMachine = AzureGroupOf<'virtualMachine'>;

const YOUNG_DAYS = 4;
const GIB = 1024 ** 3;
/** Days since a machine was deallocated, by how it is called. */
const DEALLOCATED_DAYS = { deallocated: 10, 'deallocated-long': 60 } as const;

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
  const osDisk = diskOf(expansion, `${name}-os`, common.id, 30, createdAt, ageDays, osTypeOf(group));
  const dataDisks = Array.from({ length: group.dataDisks }, (_, lun) =>
    diskOf(expansion, `${name}-data-${String(lun)}`, common.id, 128, createdAt, ageDays, null),
  );
  const networkInterface = networkInterfaceOf(expansion, `${name}-nic`, common.id, createdAt);
  const machine: AzureResource = {
    ...common,
    tags: tagsOf(group.tags, environmentOf(group)),
    sku: null,
    properties: {
      vmId: seededGuid(seed, `vm:${expansion.subscriptionId}:${group.name}`, ordinal),
      hardwareProfile: { vmSize: group.size },
      storageProfile: {
        imageReference: imageOf(group),
        osDisk: { osType: osTypeOf(group), name: osDisk.name, createOption: 'FromImage', caching: 'ReadWrite', managedDisk: { id: osDisk.id }, diskSizeGB: 30 },
        dataDisks: dataDisks.map((disk, lun) => ({ lun, name: disk.name, createOption: 'Attach', managedDisk: { id: disk.id }, diskSizeGB: 128 })),
      },
      osProfile: { computerName: name, adminUsername: 'operator' },
      networkProfile: { networkInterfaces: [{ id: networkInterface.id }] },
      ...(group.condition === 'idle-spot' ? { priority: 'Spot', evictionPolicy: 'Deallocate' } : {}),
      ...(group.condition === 'windows-licensed' ? { licenseType: 'Windows_Server' } : {}),
      provisioningState: 'Succeeded',
      timeCreated: createdAt.toISOString(),
      extended: { instanceView: { computerName: name, powerState: powerStateOf(group) } },
    },
    createdAt,
    bill: isDeallocated(group) ? null : billOf(group, ageDays, 'Virtual Machines'),
    load: virtualMachineLoads[group.condition],
    ...measuresOf(group),
    ...adviceOn(group),
    product: virtualMachineProduct(group.size),
    alternatives: halfSizesOf(group.size),
    fault: faultOf(group),
    ...sharesOf(group),
    ...(group.condition === 'deallocated-long' ? { claims: [osDisk, ...dataDisks].map(({ bill }) => bill) } : {}),
    verdicts: azureVerdicts.virtualMachine[group.condition],
  };
  return [machine, osDisk, ...dataDisks, networkInterface];
}

/** Half of a machine's price goes with half its size, and the licence is three eighths of a Windows machine's. */
function halfSizesOf(size: string): AzureProduct[] {
  return size.includes('_D4') ? [virtualMachineProduct(size.replace('_D4', '_D2'))] : [];
}

/** Advisor looks at a week only, and counts by retail prices: it advises what we find, with another number. */
function adviceOn({ condition, size }: VirtualMachine): { advice?: AzureAdvice } {
  if (condition === 'idle')
    return { advice: { recommendationType: 'Shutdown', savingsAmount: '140.16', extendedProperties: { currentSku: size, targetSku: 'Shutdown' } } };
  if (condition !== 'oversized') return {};
  return {
    advice: { recommendationType: 'SkuChange', savingsAmount: '87.6', extendedProperties: { currentSku: size, targetSku: size.replace('_D4', '_D2') } },
  };
}

function sharesOf({ condition }: VirtualMachine): { share?: string } {
  const shares: Readonly<Partial<Record<VirtualMachine['condition'], string>>> = { oversized: '0.5', windows: '0.375', 'office-hours': '0.625' };
  const share = shares[condition];
  return share === undefined ? {} : { share };
}

function environmentOf({ condition }: VirtualMachine): Record<string, string> {
  if (condition === 'office-hours' || condition === 'test-day-and-night') return { environment: 'test' };
  return condition === 'office-hours-production' ? { environment: 'production' } : {};
}

/** A machine twice as large as its work: quiet, but by no means idle. Of 16 GiB, 10 are free. */
function measuresOf({ condition }: VirtualMachine): { measures?: AzureMeasures } {
  const quiet = { 'Percentage CPU': { base: 8, peak: 21, everyHours: 6 }, 'Network Out Total': 2 * GIB, 'Network In Total': GIB };
  if (condition === 'oversized') return { measures: { ...quiet, 'Available Memory Bytes': 10 * GIB } };
  if (condition.startsWith('office-hours'))
    return {
      measures: {
        'Percentage CPU': { atWork: 44, atRest: 1 },
        'Network In Total': { atWork: GIB, atRest: 1000 },
        'Network Out Total': { atWork: GIB, atRest: 1000 },
      },
    };
  // Its processor rests, but its memory is needed.
  return condition === 'large-and-needed' ? { measures: { ...quiet, 'Available Memory Bytes': 3 * GIB } } : {};
}

function faultOf({ condition }: VirtualMachine): AzureFault | null {
  const faults: Readonly<Partial<Record<VirtualMachine['condition'], AzureFault>>> = azureFaults.virtualMachine;
  return faults[condition] ?? null;
}

function isDeallocated({ condition }: VirtualMachine): boolean {
  return condition in DEALLOCATED_DAYS;
}

function osTypeOf({ condition }: VirtualMachine): 'Linux' | 'Windows' {
  return condition.startsWith('windows') ? 'Windows' : 'Linux';
}

function imageOf(group: VirtualMachine): JsonObject {
  if (group.condition === 'windows-desktop') return { publisher: 'MicrosoftWindowsDesktop', offer: 'windows-11', sku: 'win11-24h2-ent', version: 'latest' };
  return osTypeOf(group) === 'Windows'
    ? { publisher: 'MicrosoftWindowsServer', offer: 'WindowsServer', sku: '2025-datacenter', version: 'latest' }
    : { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' };
}

function powerStateOf(group: VirtualMachine): { code: string; level: string; displayStatus: string } {
  const state = isDeallocated(group) ? 'deallocated' : group.condition === 'stopped' ? 'stopped' : 'running';
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
      diskState: isDeallocated(group) ? 'Reserved' : 'Attached',
      ...ownershipOf(expansion, createdAt),
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
    // Attached ones of this size are nobody's concern and are not even read.
    ...(isDeallocated(group) ? { verdicts: { 'azure-disk-unattached': 'pass' } } : {}),
  };
}

/** Azure stamps a disk when its machine is deallocated, not only when it is detached. */
function ownershipOf({ group, now }: AzureExpansion<VirtualMachine>, createdAt: Date): { LastOwnershipUpdateTime?: string } {
  const { condition } = group;
  if (condition !== 'deallocated' && condition !== 'deallocated-long') return {};
  const at = daysBefore(now, DEALLOCATED_DAYS[condition]);
  return { LastOwnershipUpdateTime: (at < createdAt ? createdAt : at).toISOString() };
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
