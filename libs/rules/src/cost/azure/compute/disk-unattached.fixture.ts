import type { AzureComputeDisk } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const subscriptionId = '11111111-2222-4333-8444-555555555555';
const disk = (more: Partial<AzureComputeDisk> = {}): AzureComputeDisk => ({
  id: `/subscriptions/${subscriptionId}/resourceGroups/rg-main/providers/Microsoft.Compute/disks/data-001`,
  name: 'data-001',
  location: 'westeurope',
  resourceGroup: 'rg-main',
  subscriptionId,
  tags: {},
  skuName: 'Premium_LRS',
  sizeGb: 128,
  diskState: 'Unattached',
  managedBy: null,
  timeCreated: '2026-01-01T00:00:00.000Z',
  lastOwnershipUpdateTime: '2026-09-01T00:00:00.000Z',
  tier: null,
  ...more,
});

export const azureComputeDiskUnattachedFixture: RuleFixture<AzureComputeDisk> = {
  fail: [
    { title: 'unattached for more than 30 days', item: disk(), facts: { unattachedDays: 82 } },
    { title: 'never attached: counted from creation', item: disk({ lastOwnershipUpdateTime: null }), facts: { unattachedDays: 325 } },
  ],
  pass: [
    { title: 'attached', item: disk({ diskState: 'Attached', managedBy: '/subscriptions/x/virtualMachines/vm-1' }) },
    { title: 'reserved: its machine is deallocated', item: disk({ diskState: 'Reserved' }) },
    { title: 'detached lately, though old', item: disk({ lastOwnershipUpdateTime: '2026-11-17T00:00:00.000Z' }) },
  ],
  notApplicable: [
    { title: 'read through an access signature by Site Recovery', item: disk({ diskState: 'ActiveSAS' }), because: /ActiveSAS/ },
    { title: 'Site Recovery replica by name (azure-orphan-resources#86)', item: disk({ name: 'data-001-ASRReplica' }), because: /disaster/ },
    { title: 'Site Recovery seed by name', item: disk({ name: 'asrseeddisk-data-001' }), because: /disaster/ },
    { title: 'Site Recovery replica by tag', item: disk({ tags: { 'ASR-ReplicaDisk': 'true' } }), because: /disaster/ },
    {
      title: 'claim volume of AKS (azure-orphan-resources#58)',
      item: disk({ tags: { 'kubernetes.io-created-for-pvc-name': 'data-0' } }),
      because: /Kubernetes/,
    },
    { title: 'kept by a recovery vault', item: disk({ tags: { RSVaultBackup: 'vault' } }), because: /backup/ },
    {
      title: 'in the resource group of an AKS cluster',
      item: disk({
        id: `/subscriptions/${subscriptionId}/resourceGroups/MC_rg_prod_westeurope/providers/Microsoft.Compute/disks/d`,
        resourceGroup: 'mc_rg_prod_westeurope',
      }),
      because: /managed service/,
    },
  ],
  undetermined: [
    { title: 'no time at all', item: disk({ lastOwnershipUpdateTime: null, timeCreated: null }), reason: 'unparsable' },
    { title: 'no state', item: disk({ diskState: null }), reason: 'unavailable' },
  ],
};
