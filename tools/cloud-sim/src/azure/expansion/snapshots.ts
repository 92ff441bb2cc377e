import { azureFaults } from '../azure-conditions.js';
import type { AzureGroupOf } from '../azure-estate.js';
import { snapshotProduct } from '../azure-products.js';
import { azureVerdicts } from '../azure-verdicts.js';
import { armId, billOf, commonOf, daysBefore, memberName, tagsOf, type AzureExpansion, type AzureResource } from '../azure-resource.js';

type Snapshot = AzureGroupOf<'snapshot'>;

const FRESH_DAYS = 6;

/** Expands a group of disk snapshots. A backup vault's own snapshots are as old as stale ones and must be left alone. */
export function expandSnapshots(expansion: AzureExpansion<Snapshot>): AzureResource[] {
  const { group, now, subscriptionId } = expansion;
  const ageDays = group.condition === 'fresh' || group.condition === 'premium' ? Math.min(group.ageDays, FRESH_DAYS) : group.ageDays;
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = group.condition === 'backup-managed' ? `AzureBackup_${memberName(group.name, ordinal)}` : memberName(group.name, ordinal);
    const createdAt = daysBefore(now, ageDays);
    return {
      ...commonOf(expansion, 'Microsoft.Compute/snapshots', name),
      tags: tagsOf(group.tags, group.condition === 'backup-managed' ? { RSVaultBackup: 'vault-main' } : {}),
      sku: group.condition === 'premium' ? { name: 'Premium_LRS', tier: 'Premium' } : { name: 'Standard_LRS', tier: 'Standard' },
      properties: {
        diskState: 'Unattached',
        diskSizeGB: group.sizeGb,
        incremental: true,
        timeCreated: createdAt.toISOString(),
        provisioningState: 'Succeeded',
        creationData: {
          createOption: 'Copy',
          sourceResourceId: armId(subscriptionId, group.resourceGroup, 'Microsoft.Compute/disks', `${group.name}-source`),
        },
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
      },
      createdAt,
      bill: billOf(group, ageDays, 'Storage'),
      product: group.condition === 'premium' ? null : snapshotProduct,
      fault: group.condition === 'stale' || group.condition === 'premium' ? azureFaults.snapshot[group.condition] : null,
      ...(group.condition === 'premium' ? { share: null } : {}),
      verdicts: azureVerdicts.snapshot[group.condition],
    };
  });
}
