import { type AzureComputeDisk, type AzureComputeVirtualMachine, azureComputeDisksReader, azureComputeVirtualMachinesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { armKey } from '../arm-reference.js';
import { diskPriceKeys } from '../price-keys.js';

/** `PowerState/deallocated` and `VM deallocated` mean the same. */
const deallocated = /(^|[/ ])deallocated$/i;
/** What a disk tells of itself: when it last changed hands, and its list price. */
const told = (disk: AzureComputeDisk): { since: string; skuName: string; sizeGb: number; tier: string } => ({
  since: disk.lastOwnershipUpdateTime ?? '',
  skuName: disk.skuName ?? '',
  sizeGb: disk.sizeGb ?? 0,
  tier: disk.tier ?? '',
});

export const azureComputeVirtualMachineDeallocatedDisksRule = defineRule<AzureComputeVirtualMachine>({
  id: 'azure.compute.virtual-machine-deallocated-disks',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Disks of a machine that was deallocated long ago',
  why: 'A deallocated machine costs nothing, but its disks are billed for their whole size as if it ran.',
  verify: 'az vm show --ids {resourceId} --show-details --query "[powerState,storageProfile.osDisk.managedDisk.id,storageProfile.dataDisks[].managedDisk.id]"',
  remedy: {
    steps: ['Ask the owner (tags) whether the machine will run again.', 'Take snapshots of its disks.', 'Delete the machine with its disks.'],
    rollback: 'Create disks from the snapshots and a machine from them.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: azureComputeVirtualMachinesReader },
  lookups: {
    disks: lookup({
      reader: azureComputeDisksReader,
      keys: (disk) => [{ key: armKey(disk.id), value: told(disk) }],
      ask: (machine: AzureComputeVirtualMachine) => machine.diskIds.map(armKey),
    }),
  },
  metrics: {},
  defaults: { graceDays: 30 },
  evaluate({ item, identity, lookups, at, settings }) {
    if (item.virtualMachineScaleSetId !== null) return { verdict: 'not_applicable', because: 'member of a scale set' };
    if (item.powerState === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { powerState: null } };
    if (!deallocated.test(item.powerState)) return { verdict: 'pass' };
    if (item.diskIds.length === 0) return { verdict: 'not_applicable', because: 'has no managed disk' };
    const disks = item.diskIds.map((id) => diskOf(lookups['disks']?.get(armKey(id))));
    const since = disks.reduce<string | null>((last, disk) => (last === null || disk === null ? null : disk.since > last ? disk.since : last), '');
    const deallocatedDays = daysSince(since === '' ? null : since, at);
    // A disk that was not read, or that does not say since when: younger than 30 days or gone cannot be told apart.
    if (since === null || deallocatedDays === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { disks: disks.length, since: null } };
    const graceDays = setting(settings, 'graceDays');
    if (deallocatedDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { powerState: item.powerState, disks: disks.length, since, deallocatedDays, graceDays },
      window: windowSince(since, at),
      formula: formula(`power state = deallocated, and the last of its disks changed hands ≥ ${String(graceDays)} days ago`),
      assumptions: [
        'A disk’s LastOwnershipUpdateTime is set when its machine is deallocated, so the activity log, which keeps 90 days, is not needed.',
        'A machine that Site Recovery or a schedule starts now and then would have changed it.',
      ],
      cost: {
        kind: 'whole',
        list: disks.flatMap((disk) => (disk === null ? [] : diskPriceKeys(disk, identity.region ?? ''))),
        resources: item.diskIds.map(armKey),
      },
    };
  },
});

function diskOf(value: unknown): { readonly since: string; readonly skuName: string; readonly sizeGb: number; readonly tier: string | null } | null {
  if (typeof value !== 'object' || value === null || !('since' in value) || !('skuName' in value) || !('sizeGb' in value) || !('tier' in value)) return null;
  const { since, skuName, sizeGb, tier } = value;
  if (typeof since !== 'string' || since === '' || typeof skuName !== 'string' || typeof sizeGb !== 'number' || typeof tier !== 'string') return null;
  return { since, skuName, sizeGb, tier: tier === '' ? null : tier };
}
