import { hexId } from '../../estate/deterministic.js';

/** Where and by what names an estate's resources are made. */
export interface AwsPlace {
  readonly seed: number;
  readonly accountId: string;
  readonly regions: readonly string[];
}

/** One resource of a declared group; `ordinal` is unique within its family. */
export interface GroupMember<Group> {
  readonly group: Group;
  readonly ordinal: number;
  readonly region: string;
}

interface Countable {
  readonly count: number;
  readonly region?: string | undefined;
}

/** Every member of every group, in declared order; a group without a region is spread evenly over all. */
export function membersOf<Group extends Countable>(place: AwsPlace, groups: readonly Group[]): GroupMember<Group>[] {
  const members: GroupMember<Group>[] = [];
  for (const group of groups) {
    for (let index = 0; index < group.count; index++) {
      members.push({ group, ordinal: members.length, region: group.region ?? regionAt(place, index) });
    }
  }
  return members;
}

export function regionAt(place: AwsPlace, index: number): string {
  const region = place.regions[index % place.regions.length];
  if (region === undefined) throw new Error('an AWS estate has at least one region');
  return region;
}

/** `vol-0…` with 17 hex digits. The account is part of the hash: two estates of one seed share no id. */
export function resourceId(place: AwsPlace, prefix: string, ordinal: number): string {
  return `${prefix}-0${hexId(place.seed, `${place.accountId}/${prefix}`, ordinal, 16)}`;
}

/** `eu-west-1a`, `…b` or `…c`. */
export function zoneOf(region: string, ordinal: number): string {
  return `${region}${'abc'.charAt(ordinal % 3)}`;
}
