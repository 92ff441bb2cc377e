import { type GcpComputeDisk, gcpComputeDisksReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { diskPriceKeys } from '../price-keys.js';

/** Volumes of claims were named so, and marked in the description, before GKE labelled them. */
const claimName = /(^|-)pvc-/;
const claimDescription = /kubernetes\.io\/created-for\/pvc/;

export const gcpComputeDiskUnattachedRule = defineRule<GcpComputeDisk>({
  id: 'gcp.compute.disk-unattached',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Persistent disk attached to nothing',
  why: 'A persistent disk is billed for its provisioned size, attached or not.',
  verify: 'gcloud compute disks describe {resourceId} --format "yaml(status,users,lastDetachTimestamp,creationTimestamp)"',
  remedy: {
    steps: ['Ask the owner (labels) whether the data is still needed.', 'Take a snapshot of the disk unless it is empty.', 'Delete the disk.'],
    rollback: 'Create a disk from the snapshot and attach it.',
  },
  severity: 'medium',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: gcpComputeDisksReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 15 },
  evaluate({ item, identity, at, settings }) {
    if (item.users.length > 0) return { verdict: 'pass' };
    if (item.status !== 'READY') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (claimName.test(item.name) || claimDescription.test(item.description ?? ''))
      return { verdict: 'not_applicable', because: 'owned by Kubernetes (volume of a claim)' };
    if (item.storagePool !== null) return { verdict: 'not_applicable', because: 'in a storage pool, which is billed as a whole' };
    const since = item.lastDetachTimestamp ?? item.creationTimestamp;
    const unattachedDays = daysSince(since, at);
    if (unattachedDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { since } };
    const graceDays = setting(settings, 'graceDays');
    if (unattachedDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        users: 0,
        type: item.type,
        sizeGb: item.sizeGb,
        since,
        everAttached: item.lastAttachTimestamp !== null || item.lastDetachTimestamp !== null,
        unattachedDays,
        graceDays,
      },
      window: windowSince(since, at),
      formula: formula(`users = none and days since last detach (never attached: since creation) ≥ ${String(graceDays)}`),
      assumptions: ['A snapshot kept in place of the disk costs 8–65 % of it.'],
      cost: { kind: 'whole', list: diskPriceKeys(item, identity.region ?? '') },
    };
  },
});
