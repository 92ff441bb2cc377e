import { azureFaults } from '../azure-conditions.js';
import type { AzureGroupOf } from '../azure-estate.js';
import { armId, billOf, commonOf, daysBefore, memberName, seededGuid, tagsOf, type AzureExpansion, type AzureResource } from '../azure-resource.js';
import { azureVerdicts } from '../azure-verdicts.js';
import { diskProduct } from '../azure-products.js';

type Disk = AzureGroupOf<'disk'>;

interface Situation {
  readonly diskState: string | null;
  /** Days since the disk last changed hands, where it ever did. */
  readonly ownedDaysAgo: number | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly nameSuffix: string;
}

/** Expands a group of managed disks that are declared on their own. */
export function expandDisks(expansion: AzureExpansion<Disk>): AzureResource[] {
  const { group, seed, now, subscriptionId } = expansion;
  return Array.from({ length: group.count }, (_, ordinal) => {
    const { diskState, ownedDaysAgo, tags, nameSuffix } = situationOf(group, ordinal);
    const name = `${memberName(group.name, ordinal)}${nameSuffix}`;
    const createdAt = daysBefore(now, group.ageDays);
    const attachedTo =
      group.condition === 'attached' ? armId(subscriptionId, group.resourceGroup, 'Microsoft.Compute/virtualMachines', `${group.name}-host`) : '';
    return {
      ...commonOf(expansion, 'Microsoft.Compute/disks', name),
      managedBy: attachedTo,
      tags: tagsOf(group.tags, tags),
      sku: diskSku(group.sku),
      properties: {
        ...(diskState === null ? {} : { diskState }),
        diskSizeGB: group.sizeGb,
        diskSizeBytes: group.sizeGb * 1024 ** 3,
        diskIOPSReadWrite: 500,
        diskMBpsReadWrite: 100,
        timeCreated: createdAt.toISOString(),
        provisioningState: 'Succeeded',
        uniqueId: seededGuid(seed, `disk:${subscriptionId}:${group.name}`, ordinal),
        creationData: { createOption: 'Empty' },
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
        networkAccessPolicy: 'AllowAll',
        ...(ownedDaysAgo === null ? {} : { LastOwnershipUpdateTime: daysBefore(now, Math.min(ownedDaysAgo, group.ageDays)).toISOString() }),
      },
      createdAt,
      bill: billOf(group, group.ageDays, 'Storage'),
      product: diskProduct(group.sku, group.sizeGb),
      fault: group.condition === 'unattached' ? azureFaults.disk.unattached : null,
      verdicts: azureVerdicts.disk[group.condition],
    };
  });
}

function situationOf(group: Disk, ordinal: number): Situation {
  const unattached: Situation = { diskState: 'Unattached', ownedDaysAgo: 60, tags: {}, nameSuffix: '' };
  switch (group.condition) {
    case 'attached':
      return { ...unattached, diskState: 'Attached', ownedDaysAgo: group.ageDays };
    case 'unattached':
      return unattached;
    case 'unattached-young':
      return { ...unattached, ownedDaysAgo: 5 };
    case 'unattached-no-state':
      return { ...unattached, diskState: null };
    case 'backup-tag':
      return { ...unattached, tags: { RSVaultBackup: 'vault' } };
    case 'active-sas':
      // Site Recovery exports replica disks through a shared access signature while it replicates.
      return { ...unattached, diskState: 'ActiveSAS' };
    case 'asr-replica-name':
      return { ...unattached, nameSuffix: '-ASRReplica' };
    case 'asr-replica-tag':
      return { ...unattached, tags: { 'ASR-ReplicaDisk': 'true' } };
    case 'kubernetes-pvc':
      return { ...unattached, tags: { 'kubernetes.io-created-for-pvc-name': `data-${String(ordinal)}`, 'kubernetes.io-created-for-pvc-namespace': 'shop' } };
    default:
      return group.condition satisfies never;
  }
}

export function diskSku(name: string): { name: string; tier: string } {
  return { name, tier: name.split('_')[0] ?? name };
}
