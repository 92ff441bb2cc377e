import { type AwsEc2Snapshot, awsEc2ImagesReader, awsEc2SnapshotsReader, awsEc2VolumesReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { snapshotPriceKeys } from '../price-keys.js';

/** What EC2 writes as the source of copied and imported snapshots. */
const noSourceVolume = 'vol-ffffffff';
const backupService = /created by the AWS Backup service/i;

export const awsEc2SnapshotStaleRule = defineRule<AwsEc2Snapshot>({
  id: 'aws.ec2.snapshot-stale',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Old EBS snapshot whose volume is gone',
  why: 'A snapshot older than the retention, of a volume that no longer exists and in no image, is most often forgotten.',
  verify: 'aws ec2 describe-snapshots --snapshot-ids {resourceId} --region {region} --query "Snapshots[].[StartTime,VolumeId,Description,StorageTier]"',
  remedy: {
    steps: ['Check with the owner that no rule of retention covers it.', 'Move it to the archive tier if the data must stay, or delete it.'],
    rollback: 'A deleted snapshot comes back only from the Recycle Bin, where a retention rule was set before.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsEc2SnapshotsReader },
  lookups: {
    images: lookup({
      reader: awsEc2ImagesReader,
      keys: (image) => image.snapshotIds.map((key) => ({ key, value: image.state })),
      ask: (snapshot: AwsEc2Snapshot) => [snapshot.snapshotId],
    }),
    volumes: lookup({
      reader: awsEc2VolumesReader,
      keys: (volume) => [{ key: volume.volumeId }],
      ask: (snapshot: AwsEc2Snapshot) => (snapshot.volumeId === null ? [] : [snapshot.volumeId]),
    }),
  },
  metrics: {},
  defaults: { retentionDays: 90 },
  evaluate({ item, identity, lookups, at, settings }): Verdict {
    if (item.state !== 'completed') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.description !== null && backupService.test(item.description))
      return { verdict: 'not_applicable', because: 'kept by a backup service (AWS Backup)' };
    const ageDays = daysSince(item.startTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { startTime: item.startTime } };
    const retentionDays = setting(settings, 'retentionDays');
    if (ageDays <= retentionDays) return { verdict: 'pass' };
    if (item.volumeId === null || item.volumeId === noSourceVolume)
      return { verdict: 'not_applicable', because: 'copied or imported: it has no source volume in this account' };
    if (lookups['images']?.has(item.snapshotId) === true)
      return { verdict: 'not_applicable', because: `part of an image (${String(lookups['images'].get(item.snapshotId) ?? 'registered')})` };
    if (lookups['volumes']?.has(item.volumeId) === true) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        startTime: item.startTime,
        ageDays,
        retentionDays,
        sourceVolumeId: item.volumeId,
        sourceVolumeExists: false,
        inImage: false,
        storageTier: item.storageTier,
        volumeSizeGib: item.volumeSizeGib,
      },
      window: windowSince(item.startTime, at),
      formula: formula(`age > ${String(retentionDays)} days, source volume gone, in no image (disabled ones included)`),
      assumptions: ['Snapshots share blocks: deleting one frees no more than it is billed for, and by list price its full size is only an upper bound.'],
      cost: { kind: 'whole', list: snapshotPriceKeys(item, identity.region ?? '') },
      bound: 'upper_bound',
    };
  },
});
