import { type AzureComputeSnapshot, azureComputeSnapshotsReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { snapshotPriceKeys } from '../price-keys.js';
import { isBackupSnapshot } from './backup-snapshot.js';

export const azureComputeSnapshotStaleRule = defineRule<AzureComputeSnapshot>({
  id: 'azure.compute.snapshot-stale',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Old disk snapshot',
  why: 'A snapshot taken by hand before a change is seldom removed after it, and is billed every month.',
  verify: 'az snapshot show --ids {resourceId} --query "[timeCreated,diskSizeGb,sku.name,incremental]"',
  remedy: {
    steps: ['Check with the owner that no rule of retention covers it.', 'Export it to archive storage if the data must stay.', 'Delete the snapshot.'],
    rollback: 'None after deletion: export it first where in doubt.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureComputeSnapshotsReader },
  lookups: {},
  metrics: {},
  defaults: { retentionDays: 30 },
  evaluate({ item, identity, at, settings }) {
    if (isBackupSnapshot(item, identity)) return { verdict: 'not_applicable', because: 'kept by a backup service (restore point)' };
    const ageDays = daysSince(item.timeCreated, at);
    if (item.timeCreated === null || ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { timeCreated: item.timeCreated } };
    const retentionDays = setting(settings, 'retentionDays');
    if (ageDays <= retentionDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { timeCreated: item.timeCreated, ageDays, retentionDays, sizeGb: item.sizeGb, skuName: item.skuName, incremental: item.incremental },
      window: windowSince(item.timeCreated, at),
      formula: formula(`age > ${String(retentionDays)} days`),
      assumptions: ['By list price the whole provisioned size is only an upper bound: an incremental snapshot stores what changed.'],
      cost: { kind: 'whole', list: snapshotPriceKeys(item, identity.region ?? '') },
      bound: 'upper_bound',
    };
  },
});
