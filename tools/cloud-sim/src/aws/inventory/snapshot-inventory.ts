import { hash32 } from '../../estate/deterministic.js';
import type { AwsEstate, SnapshotGroup } from '../aws-estate.js';
import { membersOf, resourceId, type AwsPlace } from './group-member.js';
import { billOf, type ResourceBill } from './resource-bill.js';
import type { RegionVolumes } from './volume-inventory.js';

export interface SimSnapshot {
  readonly snapshotId: string;
  readonly ordinal: number;
  readonly region: string;
  readonly group: SnapshotGroup;
  readonly ageDays: number;
  readonly spread: number;
  readonly sourceVolumeId: string;
  /** The image that is registered on it; null where there is none. */
  readonly image: { readonly imageId: string; readonly state: 'available' | 'disabled' } | null;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly bill: ResourceBill | null;
}

const AGE_DAYS = {
  'of-live-volume': 20,
  stale: 200,
  'orphan-young': 30,
  'of-image': 250,
  'of-disabled-image': 400,
  'aws-backup': 180,
} as const satisfies Record<SnapshotGroup['situation'], number>;

/** Source volumes that are gone have ids that no volume ever had. */
const FIRST_GONE_VOLUME = 0x7000_0000;

export function expandSnapshots(estate: AwsEstate, place: AwsPlace, volumesIn: (region: string) => RegionVolumes): SimSnapshot[] {
  return membersOf(place, estate.snapshots).map(({ group, ordinal, region }) => {
    const goneVolumeId = resourceId(place, 'vol', FIRST_GONE_VOLUME + ordinal);
    const imageId = resourceId(place, 'ami', ordinal);
    const image =
      group.situation === 'of-image'
        ? ({ imageId, state: 'available' } as const)
        : group.situation === 'of-disabled-image'
          ? ({ imageId, state: 'disabled' } as const)
          : null;
    return {
      snapshotId: group.id ?? resourceId(place, 'snap', ordinal),
      ordinal,
      region,
      group,
      ageDays: group.ageDays ?? AGE_DAYS[group.situation],
      spread: hash32(place.seed, 'snap', ordinal),
      sourceVolumeId: group.situation === 'of-live-volume' ? liveVolume(volumesIn(region), ordinal) : goneVolumeId,
      image,
      description: describe(group, imageId),
      tags: { ...backupTags(group, place, region, goneVolumeId), ...group.tags },
      bill: billOf(group),
    };
  });
}

function liveVolume(volumes: RegionVolumes, ordinal: number): string {
  if (volumes.length === 0) throw new Error(`the estate declares a snapshot of a live volume in ${volumes.region}, which has none`);
  return volumes.at(ordinal % volumes.length).volumeId;
}

function describe(group: SnapshotGroup, imageId: string): string {
  switch (group.situation) {
    case 'of-image':
    case 'of-disabled-image':
      return `Created by CreateImage(i-00000000000000000) for ${imageId}`;
    case 'aws-backup':
      return 'This snapshot is created by the AWS Backup service.';
    case 'of-live-volume':
    case 'stale':
    case 'orphan-young':
      return 'before maintenance';
    default:
      return group.situation satisfies never;
  }
}

function backupTags(group: SnapshotGroup, place: AwsPlace, region: string, volumeId: string): Record<string, string> {
  if (group.situation !== 'aws-backup') return {};
  return { 'aws:backup:source-resource': `arn:aws:ec2:${region}:${place.accountId}:volume/${volumeId}` };
}
