import { gcpComputeDisksReader, type GcpComputeSnapshot, gcpComputeSnapshotsReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { snapshotPriceKeys } from '../price-keys.js';
import { resourcePath } from '../resource-path.js';

export const gcpComputeSnapshotStaleRule = defineRule<GcpComputeSnapshot>({
  id: 'gcp.compute.snapshot-stale',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Old disk snapshot whose disk is gone',
  why: 'A snapshot taken by hand, older than the retention and of a disk that no longer exists, is most often forgotten.',
  verify: 'gcloud compute snapshots describe {resourceId} --format "yaml(creationTimestamp,sourceDisk,storageBytes,autoCreated)"',
  remedy: {
    steps: ['Check with the owner that no rule of retention covers it.', 'Delete the snapshot, or move it to an archive snapshot if the data must stay.'],
    rollback: 'None after deletion.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: gcpComputeSnapshotsReader },
  lookups: {
    disks: lookup({
      reader: gcpComputeDisksReader,
      keys: (disk) => [{ key: resourcePath(disk.selfLink) }],
      ask: (snapshot: GcpComputeSnapshot) => (snapshot.sourceDisk === null ? [] : [resourcePath(snapshot.sourceDisk)]),
    }),
  },
  metrics: {},
  defaults: { retentionDays: 90 },
  evaluate({ item, identity, lookups, at, settings }): Verdict {
    if (item.status !== 'READY') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (item.autoCreated || item.sourceSnapshotSchedulePolicy !== null)
      return { verdict: 'not_applicable', because: 'taken by a schedule, which removes it too' };
    const ageDays = daysSince(item.creationTimestamp, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationTimestamp: item.creationTimestamp } };
    const retentionDays = setting(settings, 'retentionDays');
    if (ageDays <= retentionDays) return { verdict: 'pass' };
    if (item.sourceDisk === null) return { verdict: 'not_applicable', because: 'it names no source disk' };
    if (lookups['disks']?.has(resourcePath(item.sourceDisk)) === true) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        creationTimestamp: item.creationTimestamp,
        ageDays,
        retentionDays,
        sourceDisk: resourcePath(item.sourceDisk),
        sourceDiskExists: false,
        storageBytes: item.storageBytes,
      },
      window: windowSince(item.creationTimestamp, at),
      formula: formula(`age > ${String(retentionDays)} days, source disk gone, not taken by a schedule`),
      assumptions: [
        'When later snapshots of the same chain need its blocks, Google moves them there and deleting it frees less.',
        'A disk of the same name made later counts as the source.',
      ],
      cost: { kind: 'whole', list: snapshotPriceKeys(item.storageBytes, item.storageLocations[0] ?? identity.region ?? '') },
      bound: 'upper_bound',
    };
  },
});
