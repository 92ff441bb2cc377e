import { hash32 } from '../../estate/deterministic.js';
import type { AwsEstate, InstanceGroup } from '../aws-estate.js';
import { membersOf, resourceId, zoneOf, type AwsPlace } from './group-member.js';
import { billOf, type ResourceBill } from './resource-bill.js';
import { attachedVolume, type SimVolume } from './volume-inventory.js';

export interface SimInstance {
  readonly instanceId: string;
  readonly ordinal: number;
  readonly region: string;
  readonly zone: string;
  readonly group: InstanceGroup;
  readonly ageDays: number;
  readonly state: 'running' | 'stopped';
  /** Days since it stopped; null for a running machine. */
  readonly stoppedDays: number | null;
  /** False: the provider's text carries no time, so nobody can tell how long it has been stopped. */
  readonly stopTimeKnown: boolean;
  readonly privateIp: string;
  readonly networkInterfaceId: string;
  readonly volumes: readonly SimVolume[];
  readonly bill: ResourceBill | null;
}

const AGE_DAYS = {
  busy: 200,
  'off-hours': 200,
  oversized: 200,
  idle: 120,
  'idle-young': 4,
  'no-metrics': 150,
  'sparse-metrics': 150,
  'stopped-with-volumes': 300,
  'stopped-lately': 200,
  'stopped-reason-unknown': 250,
} as const satisfies Record<InstanceGroup['situation'], number>;

const STOPPED_DAYS: Partial<Record<InstanceGroup['situation'], number>> = { 'stopped-with-volumes': 45, 'stopped-lately': 10, 'stopped-reason-unknown': 60 };

/** All machines of the estate, with the volumes declared on them. */
export function expandInstances(estate: AwsEstate, place: AwsPlace): SimInstance[] {
  let volumeOrdinal = 0;
  return membersOf(place, estate.instances).map(({ group, ordinal, region }) => {
    const instanceId = group.id ?? resourceId(place, 'i', ordinal);
    const stoppedByDefault = STOPPED_DAYS[group.situation];
    const stoppedDays = stoppedByDefault === undefined ? null : (group.stoppedDays ?? stoppedByDefault);
    const ageDays = Math.max(group.ageDays ?? AGE_DAYS[group.situation], (stoppedDays ?? 0) + 1);
    const zone = zoneOf(region, ordinal);
    const host = hash32(place.seed, 'ip', ordinal);
    return {
      instanceId,
      ordinal,
      region,
      zone,
      group,
      ageDays,
      state: stoppedDays === null ? 'running' : 'stopped',
      stoppedDays,
      stopTimeKnown: group.situation !== 'stopped-reason-unknown',
      privateIp: `10.0.${String((ordinal >> 8) & 255)}.${String(ordinal & 255)}`,
      networkInterfaceId: resourceId(place, 'eni', ordinal),
      volumes: group.volumes.map((declared, device) =>
        attachedVolume(place, declared, { ordinal: volumeOrdinal++, instanceId, region, zone, device, ageDays, spread: host }),
      ),
      // A stopped machine costs nothing itself; its volumes and addresses do.
      bill: stoppedDays === null ? billOf(group) : null,
    };
  });
}
