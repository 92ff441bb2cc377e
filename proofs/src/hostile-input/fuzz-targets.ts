import { randomUUID } from 'node:crypto';
import { plantTarget } from '../tenants-never-meet/tenant-targets.js';
import type { ApiProcess } from './api-process.js';
import type { AttackGround } from './attack-ground.js';
import type { FuzzGround, Targets } from './fuzz-ground.js';
import type { Operation } from './openapi-operations.js';
import { plantSession, type Platform } from './platform.js';

/** Words of a path under which the ground itself has planted what stands behind them, whatever the next word is. */
const PLANTED_BEHIND = new Set(['organization', 'costs']);

/** Before whom and as whom it is asked. */
export interface FuzzHouse {
  readonly ground: AttackGround;
  readonly platform: Platform;
  readonly api: ApiProcess;
  /** The token of acme's owner. */
  readonly owner: string;
}

/**
 * The ground's rows, and rows of the collection that this operation names where the ground has none, so that a new collection is
 * entered without anybody's doing: what the attack on tenants knows to plant, this one knows too.
 */
export async function withTargetsOf(operation: Operation, targets: FuzzGround, house: FuzzHouse): Promise<FuzzGround> {
  if (operation.ofOperators) return await withSessions(operation, targets, house);
  const { ground, api, owner } = house;
  // An organization that takes envelopes only, as an earlier request may have wished, lets no other credential in.
  if (operation.id === 'Connections.submit')
    await ground.database
      .poolFor('postgres')
      .query(`update vitrine.organization set settings = settings - 'sealedSubmissionRequired' where organization_id = $1`, [ground.acme.organizationId]);
  const words = operation.path.split('/');
  const key = words[2] ?? '';
  const parameter = words.findIndex((word) => word.startsWith('{'));
  const collection = words[parameter - 1] ?? key;
  // Only a connection that signs in by federation is told the way in.
  const ownKind = operation.id === 'Connections.onboarding';
  if (parameter < 0 || (!ownKind && targets.own[key] !== undefined && (collection === key || PLANTED_BEHIND.has(key)))) return targets;
  const superuser = ground.database.poolFor('postgres');
  const [own, foreign, dead] = [
    await plantTarget(superuser, ground.acme, collection),
    await plantTarget(superuser, ground.umbra, collection),
    await plantTarget(superuser, ground.acme, collection),
  ];
  const { status } = await api.send({ method: 'DELETE', path: `/v1/${collection}/${dead}`, token: owner });
  const put = (rows: Targets, id: string): Targets => ({ ...rows, [key]: [id] });
  // What cannot be deleted by itself lives on; an id that never was stands for it.
  return { ...targets, own: put(targets.own, own), foreign: put(targets.foreign, foreign), dead: put(targets.dead, status === 204 ? dead : randomUUID()) };
}

/** Sessions in the state that the operation's step begins from. Operators name the organization: acme, of which umbra's session is no part. */
async function withSessions({ path }: Operation, targets: FuzzGround, { ground, platform }: FuzzHouse): Promise<FuzzGround> {
  // An organization that lets operators in by itself, as an earlier request may have wished, takes no other operator's word.
  await ground.database.poolFor('postgres').query(`update vitrine.organization set settings = settings - 'operatorApproval'`);
  const [own, foreign] = [await plantSession(ground, platform, ground.acme, path), await plantSession(ground, platform, ground.umbra, path)];
  const put = (rows: Targets, id: string): Targets => ({ ...rows, operator: [id] });
  return { ...targets, own: put(targets.own, own), foreign: put(targets.foreign, foreign), dead: put(targets.dead, randomUUID()) };
}

/** Operations that no request of one stranger to the other can enter, and why; they are attacked as all others are. */
export const notToBeEntered: Readonly<Record<string, string>> = {
  'Approvals.withdraw': 'only who proposed withdraws, and the attacker is the second person',
  'Approvals.apply': 'a second person has to have approved before',
  'Invitations.accept': 'takes a code that is shown once, to somebody else',
  'Federation.discovery': 'this API process is no issuer',
  'Federation.keySet': 'this API process is no issuer',
  'Trail.latest': 'no sequencer runs beside it, so that no checkpoint is there',
  'Trail.inclusion': 'no sequencer runs beside it, so that no leaf is in the tree',
  'Trail.consistency': 'no sequencer runs beside it, so that the tree has no two sizes',
};
