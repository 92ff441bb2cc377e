import { type AzureComputeSnapshot, azureComputeSnapshotsReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { isBackupSnapshot } from './backup-snapshot.js';

export const azureComputeSnapshotPremiumRule = defineRule<AzureComputeSnapshot>({
  id: 'azure.compute.snapshot-premium',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Disk snapshot kept on premium storage',
  why: 'A snapshot is only read to make a disk of it: on premium storage it costs more and restores no faster worth the price.',
  verify: 'az snapshot show --ids {resourceId} --query "[sku.name,diskSizeGb,incremental,timeCreated]"',
  remedy: {
    steps: ['Copy the snapshot to a new one on Standard storage.', 'Delete the premium one.', 'Set Standard storage where snapshots are taken.'],
    rollback: 'Copy it back to premium storage.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'modernise',
  needs: { item: azureComputeSnapshotsReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    if (isBackupSnapshot(item, identity)) return { verdict: 'not_applicable', because: 'kept by a backup service (restore point)' };
    if (item.skuName === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { skuName: null } };
    if (!item.skuName.toLowerCase().startsWith('premium')) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { skuName: item.skuName, sizeGb: item.sizeGb, incremental: item.incremental, timeCreated: item.timeCreated },
      window: null,
      formula: 'the snapshot lies on premium storage; saving = bill × (1 − list price of Standard ÷ list price of premium)',
      assumptions: ['How the price list names premium snapshots is not known for certain, so the saving is not priced: it is unknown, not zero.'],
      cost: { kind: 'ratio', list: [], target: [] },
    };
  },
});
