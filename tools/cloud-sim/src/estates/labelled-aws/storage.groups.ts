import { groupsOf, type LabelledGroup } from './labelled-group.js';

const na = 'not_applicable';
const young = 'undetermined too_young';
const unmeasured = 'undetermined no_metrics';

export const storageGroups: readonly LabelledGroup[] = [
  ...groupsOf(
    'snapshots',
    ['aws.ec2.snapshot-stale'],
    [
      [{ situation: 'stale', count: 10, dailyCost: '0.0842' }, 'fail 2.56'],
      // The price list names no price for what a snapshot without a row on the bill stores.
      [{ situation: 'stale', count: 2, sizeGiB: 200 }, 'fail unknown'],
      [{ situation: 'of-live-volume', count: 10, sizeGiB: 30, dailyCost: '0.0211' }, 'pass'],
      [{ situation: 'of-live-volume', count: 2, ageDays: 200, dailyCost: '0.0211' }, 'pass'],
      [{ situation: 'orphan-young', count: 4, dailyCost: '0.0842' }, 'pass'],
      [{ situation: 'of-image', count: 4, dailyCost: '0.0493' }, na],
      [{ situation: 'of-disabled-image', count: 4, dailyCost: '0.0493' }, na],
      [{ situation: 'aws-backup', count: 4, dailyCost: '0.1643' }, na],
    ],
  ),
  // Cost Explorer names no meter, so storage is priced by the list: GiB × 0.023 × a quarter.
  ...groupsOf(
    'buckets',
    ['aws.s3.bucket-no-lifecycle', 'aws.s3.bucket-versions-kept', 'aws.s3.bucket-uploads-unended'],
    [
      [{ situation: 'with-lifecycle', count: 3, dailyCost: '0.31' }, 'pass', na, 'pass'],
      [{ situation: 'without-lifecycle', count: 3, sizeGiB: 800, dailyCost: '0.6' }, 'fail 4.60', na, 'pass'],
      [{ situation: 'without-lifecycle-small', count: 2 }, 'pass', na, 'pass'],
      [{ situation: 'without-lifecycle-young', count: 1 }, young, na, 'pass'],
      [{ situation: 'without-lifecycle-no-size', count: 1 }, unmeasured, na, 'pass'],
      [{ situation: 'versions-kept', count: 2 }, 'pass', 'fail 2.30', 'pass'],
      [{ situation: 'versions-suspended', count: 1 }, 'pass', 'fail 2.30', 'pass'],
      [{ situation: 'versions-ended', count: 1 }, 'pass', 'pass', 'pass'],
      [{ situation: 'without-lifecycle-versions-kept', count: 1 }, 'fail 2.30', 'fail 2.30', 'pass'],
      [{ situation: 'uploads-unended', count: 2 }, 'pass', na, 'fail unknown'],
      [{ situation: 'uploads-aborted', count: 1 }, 'pass', na, 'pass'],
      [{ situation: 'uploads-fresh', count: 1 }, 'pass', na, 'pass'],
    ],
  ),
  ...groupsOf(
    'fileSystems',
    ['aws.fsx.file-system-idle'],
    [
      [{ situation: 'used', count: 2, dailyCost: '2.1' }, 'pass'],
      [{ situation: 'idle', count: 2, dailyCost: '2.1' }, 'fail 63.92'],
      [{ situation: 'idle-young', count: 1, dailyCost: '2.1' }, young],
      [{ situation: 'no-metrics', count: 1, dailyCost: '2.1' }, unmeasured],
    ],
  ),
  // Only the storage meter shrinks, and nothing here says what of a group's bill is storage.
  ...groupsOf(
    'logGroups',
    ['aws.logs.log-group-no-retention'],
    [
      [{ situation: 'with-retention', count: 6, dailyCost: '0.05' }, 'pass'],
      [{ situation: 'without-retention', count: 4, storedGiB: 900, dailyCost: '1.2' }, 'fail unknown'],
      [{ situation: 'without-retention-small', count: 2 }, 'pass'],
      [{ situation: 'without-retention-young', count: 2, storedGiB: 20 }, 'pass'],
      [{ situation: 'delivery', count: 1 }, na],
    ],
  ),
];
