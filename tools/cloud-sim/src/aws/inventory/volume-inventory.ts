import { mix32 } from '../../estate/deterministic.js';
import type { AwsEstate, InstanceGroup, VolumeGroup } from '../aws-estate.js';
import { regionAt, resourceId, zoneOf, type AwsPlace } from './group-member.js';
import { billOf, type ResourceBill } from './resource-bill.js';

export interface SimVolume {
  readonly volumeId: string;
  readonly zone: string;
  readonly state: 'in-use' | 'available';
  readonly sizeGiB: number;
  readonly type: VolumeGroup['type'];
  readonly iops: number | null;
  readonly ageDays: number;
  /** Spreads creation times within a day. */
  readonly spread: number;
  readonly attachedTo: { readonly instanceId: string; readonly device: string; readonly deleteOnTermination: boolean } | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly bill: ResourceBill | null;
}

const AGE_DAYS = { 'in-use': 200, unattached: 45, 'unattached-young': 3, 'unattached-csi': 90 } as const satisfies Record<VolumeGroup['situation'], number>;

/** Ordinals below this belong to volumes declared on machines, so that adding machines never renames the others. */
const FIRST_LOOSE_ORDINAL = 0x4000_0000;

interface Slice {
  readonly group: VolumeGroup;
  /** Index in the group of the slice's first volume, and the distance to its next. */
  readonly first: number;
  readonly step: number;
  readonly length: number;
  readonly firstOrdinal: number;
}

/**
 * The volumes of one region. Those of groups are computed when asked for: a million of them cost no memory, and a
 * page of a thousand costs a thousand hashes.
 */
export class RegionVolumes {
  private readonly slices: readonly Slice[];
  readonly length: number;

  constructor(
    private readonly place: AwsPlace,
    estate: AwsEstate,
    readonly region: string,
    private readonly attached: readonly SimVolume[],
  ) {
    const regionIndex = place.regions.indexOf(region);
    const slices: Slice[] = [];
    let firstOrdinal = FIRST_LOOSE_ORDINAL;
    for (const group of estate.volumes) {
      const spread = group.region === undefined;
      const length = spread ? Math.ceil((group.count - regionIndex) / place.regions.length) : group.region === region ? group.count : 0;
      if (length > 0) slices.push({ group, first: spread ? regionIndex : 0, step: spread ? place.regions.length : 1, length, firstOrdinal });
      firstOrdinal += group.count;
    }
    this.slices = slices;
    this.length = attached.length + slices.reduce((sum, slice) => sum + slice.length, 0);
  }

  /** The volume at `index`, 0 ≤ index < length; throws outside. */
  at(index: number): SimVolume {
    const onMachine = this.attached[index];
    if (onMachine !== undefined) return onMachine;
    let rest = index - this.attached.length;
    for (const slice of this.slices) {
      if (rest < slice.length) return looseVolume(this.place, slice.group, slice.first + rest * slice.step, slice.firstOrdinal, this.region);
      rest -= slice.length;
    }
    throw new RangeError(`no volume ${String(index)} in ${this.region}`);
  }

  *[Symbol.iterator](): Generator<SimVolume> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}

/** Every volume of a group with the region it is in: what the answer sheet walks. */
export function* volumesOfGroup(place: AwsPlace, estate: AwsEstate, wanted: VolumeGroup): Generator<SimVolume> {
  let firstOrdinal = FIRST_LOOSE_ORDINAL;
  for (const group of estate.volumes) {
    if (group === wanted) {
      for (let index = 0; index < group.count; index++) {
        yield looseVolume(place, group, index, firstOrdinal, group.region ?? regionAt(place, index));
      }
    }
    firstOrdinal += group.count;
  }
}

function looseVolume(place: AwsPlace, group: VolumeGroup, index: number, firstOrdinal: number, region: string): SimVolume {
  const ordinal = firstOrdinal + index;
  const inUse = group.situation === 'in-use';
  return {
    volumeId: group.id ?? resourceId(place, 'vol', ordinal),
    zone: zoneOf(region, ordinal),
    state: inUse ? 'in-use' : 'available',
    sizeGiB: group.sizeGiB,
    type: group.type,
    iops: iopsOf(group),
    ageDays: group.ageDays ?? AGE_DAYS[group.situation],
    spread: mix32((place.seed ^ ordinal) >>> 0),
    attachedTo: inUse ? { instanceId: resourceId(place, 'i', ordinal), device: '/dev/xvda', deleteOnTermination: true } : null,
    tags: { Name: `${group.situation}-${String(index)}`, ...(group.situation === 'unattached-csi' ? csiTags(index, ordinal) : {}), ...group.tags },
    bill: billOf(group),
  };
}

/** What the EBS CSI driver writes on the volume of a claim. */
function csiTags(index: number, ordinal: number): Record<string, string> {
  return {
    'kubernetes.io/created-for/pvc/name': `data-store-${String(index)}`,
    'kubernetes.io/created-for/pvc/namespace': 'shop',
    'ebs.csi.aws.com/cluster': 'true',
    CSIVolumeName: `pvc-${String(ordinal)}`,
  };
}

/** A volume declared on a machine. */
export function attachedVolume(
  place: AwsPlace,
  declared: InstanceGroup['volumes'][number],
  on: { ordinal: number; instanceId: string; region: string; zone: string; device: number; ageDays: number; spread: number },
): SimVolume {
  return {
    volumeId: resourceId(place, 'vol', on.ordinal),
    zone: on.zone,
    state: 'in-use',
    sizeGiB: declared.sizeGiB,
    type: declared.type,
    iops: iopsOf(declared),
    ageDays: on.ageDays,
    spread: on.spread,
    attachedTo: { instanceId: on.instanceId, device: `/dev/sd${'abcdefghijklmnop'.charAt(on.device % 16)}`, deleteOnTermination: on.device === 0 },
    tags: { Name: `${on.instanceId}-${String(on.device)}` },
    bill: billOf(declared),
  };
}

/** What AWS reports: 3,000 for gp3, 3 per GiB (100 to 16,000) for gp2, nothing for magnetic and throughput types. */
function iopsOf(volume: { readonly type: VolumeGroup['type']; readonly sizeGiB: number; readonly iops?: number | undefined }): number | null {
  switch (volume.type) {
    case 'gp3':
      return volume.iops ?? 3000;
    case 'gp2':
      return Math.min(16_000, Math.max(100, volume.sizeGiB * 3));
    case 'io1':
    case 'io2':
      return volume.iops ?? 1000;
    case 'st1':
    case 'sc1':
    case 'standard':
      return null;
    default:
      return volume.type satisfies never;
  }
}
