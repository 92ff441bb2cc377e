import { hexId } from '../../estate/deterministic.js';
import type { AwsEstate, UserGroup } from '../aws-estate.js';
import type { PolicyDocument } from '../iam/policy-document.js';
import { membersOf, type AwsPlace } from './group-member.js';

export interface SimAccessKey {
  readonly accessKeyId: string;
  readonly active: boolean;
  readonly ageDays: number;
  /** Null: never used. */
  readonly lastUsedDaysAgo: number | null;
}

export interface SimUser {
  readonly userName: string;
  readonly userId: string;
  readonly arn: string;
  readonly ageDays: number;
  readonly key: SimAccessKey | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
  /** Null for the users that hold the estate's signing keys. */
  readonly group: UserGroup | null;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Declared users, then one for each signing key that belongs to this account. */
export function expandUsers(estate: AwsEstate, place: AwsPlace): SimUser[] {
  const declared = membersOf(
    place,
    estate.users.map((group) => ({ ...group, original: group })),
  ).map(({ group, ordinal }): SimUser => {
    const userName = `user-${String(ordinal).padStart(3, '0')}`;
    return {
      userName,
      userId: iamId(place, 'AIDA', ordinal),
      arn: `arn:aws:iam::${place.accountId}:user/${userName}`,
      ageDays: group.ageDays,
      key: keyOf(group, iamId(place, 'AKIA', ordinal)),
      tags: group.tags,
      policies: [],
      group: group.original,
    };
  });
  const signers = estate.accessKeys.filter((key) => (key.accountId ?? estate.accountId) === estate.accountId);
  return [
    ...declared,
    ...signers.map((key, index): SimUser => ({
      userName: key.userName,
      userId: iamId(place, 'AIDA', 0x1000_0000 + index),
      arn: `arn:aws:iam::${place.accountId}:user/${key.userName}`,
      ageDays: 30,
      key: { accessKeyId: key.accessKeyId, active: true, ageDays: 30, lastUsedDaysAgo: 0 },
      tags: {},
      policies: key.policies,
      group: null,
    })),
  ];
}

function keyOf(group: UserGroup, accessKeyId: string): SimAccessKey | null {
  const key = (ageDays: number, lastUsedDaysAgo: number | null, active = true): SimAccessKey => ({
    accessKeyId,
    active,
    ageDays: group.keyAgeDays ?? ageDays,
    lastUsedDaysAgo: lastUsedDaysAgo === null ? null : (group.lastUsedDaysAgo ?? lastUsedDaysAgo),
  });
  switch (group.situation) {
    case 'active-key':
      return key(60, 1);
    case 'unused-key':
      return key(300, 150);
    case 'never-used-key':
      return key(200, null);
    case 'new-key':
      return key(5, null);
    case 'inactive-key':
      return key(300, 200, false);
    case 'no-key':
      return null;
    default:
      return group.situation satisfies never;
  }
}

/** `AIDA…` or `AKIA…`: the prefix and 16 base-32 characters, unique per ordinal. */
function iamId(place: AwsPlace, prefix: string, ordinal: number): string {
  const hex = hexId(place.seed, `${place.accountId}/${prefix}`, ordinal, 20);
  let rest = BigInt(`0x${hex}`);
  let text = '';
  for (let i = 0; i < 16; i++) {
    text += BASE32.charAt(Number(rest % 32n));
    rest /= 32n;
  }
  return prefix + text;
}
