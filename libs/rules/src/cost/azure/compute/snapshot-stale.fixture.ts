import type { AzureComputeSnapshot } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const subscriptionId = '11111111-2222-4333-8444-555555555555';
const idIn = (resourceGroup: string): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/snapshots/before-upgrade`;
const snapshot = (more: Partial<AzureComputeSnapshot> = {}): AzureComputeSnapshot => ({
  id: idIn('rg-main'),
  name: 'before-upgrade',
  location: 'westeurope',
  resourceGroup: 'rg-main',
  subscriptionId,
  tags: {},
  skuName: 'Standard_LRS',
  sizeGb: 128,
  timeCreated: '2026-05-01T00:00:00.000Z',
  incremental: false,
  sourceResourceId: null,
  managedBy: null,
  ...more,
});

export const azureComputeSnapshotStaleFixture: RuleFixture<AzureComputeSnapshot> = {
  fail: [{ title: 'older than the retention', item: snapshot(), facts: { ageDays: 205, retentionDays: 30 } }],
  pass: [
    { title: 'within the retention', item: snapshot({ timeCreated: '2026-10-23T00:00:00.000Z' }) },
    { title: 'within the organization’s own retention of 365 days (CF-37)', item: snapshot(), settings: { retentionDays: 365 } },
  ],
  notApplicable: [
    {
      title: 'restore point of Azure Backup, by resource group',
      item: snapshot({ id: idIn('AzureBackupRG_westeurope_1'), resourceGroup: 'AzureBackupRG_westeurope_1' }),
      because: /backup/,
    },
    { title: 'kept by a recovery vault, by tag', item: snapshot({ tags: { RSVaultBackup: 'vault' } }), because: /backup/ },
    { title: 'managed by another service', item: snapshot({ managedBy: '/subscriptions/x/providers/Microsoft.RecoveryServices/vaults/v' }), because: /backup/ },
    { title: 'claim snapshot of AKS', item: snapshot({ tags: { 'kubernetes.io-created-for-snapshot': 's' } }), because: /Kubernetes/ },
  ],
  undetermined: [{ title: 'no creation time', item: snapshot({ timeCreated: null }), reason: 'unparsable' }],
};
