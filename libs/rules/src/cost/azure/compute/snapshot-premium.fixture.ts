import type { AzureComputeSnapshot } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const type = 'Microsoft.Compute/snapshots';
const snapshot = (more: Partial<AzureComputeSnapshot> = {}): AzureComputeSnapshot => ({
  ...armCase(type, 'before-upgrade'),
  skuName: 'Premium_LRS',
  sizeGb: 128,
  timeCreated: '2026-11-20T00:00:00.000Z',
  incremental: false,
  sourceResourceId: null,
  managedBy: null,
  ...more,
});

export const azureComputeSnapshotPremiumFixture: RuleFixture<AzureComputeSnapshot> = {
  fail: [{ title: 'on premium storage, at any age', item: snapshot(), facts: { skuName: 'Premium_LRS' } }],
  pass: [
    { title: 'on Standard storage', item: snapshot({ skuName: 'Standard_LRS' }) },
    { title: 'on zone-redundant Standard storage', item: snapshot({ skuName: 'Standard_ZRS' }) },
  ],
  notApplicable: [
    { title: 'restore point of Azure Backup', item: snapshot({ ...armCase(type, 'point', 'AzureBackupRG_westeurope_1') }), because: /backup/ },
    { title: 'managed by another service', item: snapshot({ managedBy: '/subscriptions/x/vault' }), because: /backup/ },
  ],
  undetermined: [{ title: 'the kind of storage is not told', item: snapshot({ skuName: null }), reason: 'unavailable' }],
};
