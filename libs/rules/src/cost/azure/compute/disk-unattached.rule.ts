import { type AzureComputeDisk, azureComputeDisksReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { diskPriceKeys } from '../price-keys.js';

export const azureComputeDiskUnattachedRule = defineRule<AzureComputeDisk>({
  id: 'azure.compute.disk-unattached',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Managed disk attached to nothing',
  why: 'A managed disk is billed for its whole size class, attached or not.',
  verify: 'az disk show --ids {resourceId} --query "[diskState,managedBy,diskSizeGb,timeCreated]"',
  remedy: {
    steps: ['Ask the owner (tags) whether the data is still needed.', 'Take a snapshot of the disk.', 'Delete the disk.'],
    rollback: 'Create a disk from the snapshot and attach it.',
  },
  severity: 'medium',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureComputeDisksReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 30 },
  evaluate({ item, identity, at, settings }) {
    const state = item.diskState?.toLowerCase() ?? null;
    if (state === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { diskState: null } };
    if (state.startsWith('activesas')) return { verdict: 'not_applicable', because: 'exported through an access signature (ActiveSAS), as Site Recovery does' };
    if (state !== 'unattached' || item.managedBy !== null) return { verdict: 'pass' };
    const since = item.lastOwnershipUpdateTime ?? item.timeCreated;
    const unattachedDays = daysSince(since, at);
    if (since === null || unattachedDays === null)
      return { verdict: 'undetermined', reason: 'unparsable', facts: { lastOwnershipUpdateTime: item.lastOwnershipUpdateTime, timeCreated: item.timeCreated } };
    const graceDays = setting(settings, 'graceDays');
    if (unattachedDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { diskState: item.diskState, skuName: item.skuName, sizeGb: item.sizeGb, since, unattachedDays, graceDays },
      window: windowSince(since, at),
      formula: formula(`diskState = Unattached for ≥ ${String(graceDays)} days`),
      assumptions: [
        item.lastOwnershipUpdateTime === null
          ? 'The disk does not say when it was detached: its creation time stands for it.'
          : 'LastOwnershipUpdateTime is taken for the time of the detach.',
      ],
      cost: { kind: 'whole', list: diskPriceKeys(item, identity.region ?? '') },
    };
  },
});
