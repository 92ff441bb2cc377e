import { Injectable } from '@nestjs/common';
import { memberIdSchema, type MemberId, type VitrineError } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { Role } from '../auth/scopes.js';
import { freshId } from '../database/fresh-id.js';
import { notFound, refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import type { AddMember } from './member.schemas.js';
import { MembersRepository, type MemberRow } from './members.repository.js';

/** What becomes of a member once it is allowed: by the routes at once, by a pending change later. Each leaves its entry in the trail. */
@Injectable()
export class MemberChanges {
  constructor(private readonly members: MembersRepository) {}

  /** @throws VitrineError 409 `member-exists` */
  async add(tx: OrganizationTransaction, member: AddMember, by: MemberId): Promise<MemberRow> {
    const row = await this.join(tx, member, by);
    await record(tx, { type: 'member.added', payload: { memberId: row.id, role: row.role } });
    return row;
  }

  /** The row alone, for one who joins by himself and is recorded as such. @throws VitrineError 409 `member-exists` */
  async join(tx: OrganizationTransaction, member: AddMember, by: MemberId): Promise<MemberRow> {
    const row = await this.members.add(tx, freshId(memberIdSchema), member, by);
    if (row === 'exists') throw memberExists();
    return row;
  }

  /** @throws VitrineError 409 `last-owner` */
  async changeRole(tx: OrganizationTransaction, current: MemberRow, role: Role, by: MemberId): Promise<MemberRow> {
    if (role !== 'owner') await this.expectAnotherOwner(tx, current);
    const [row] = await this.members.changeRole(tx, current.id, role, by);
    if (row === undefined) throw notFound();
    await record(tx, { type: 'member.role-changed', payload: { memberId: row.id, from: current.role, to: role } });
    return row;
  }

  /** @throws VitrineError 409 `last-owner` */
  async remove(tx: OrganizationTransaction, current: MemberRow): Promise<void> {
    await this.expectAnotherOwner(tx, current);
    await this.members.remove(tx, current.id);
    const tokensRevoked = await this.members.revokeTokensOf(tx, current.id);
    const invitationsRevoked = await this.members.revokeInvitationsOf(tx, current.id);
    await record(tx, { type: 'member.removed', payload: { memberId: current.id, tokensRevoked, invitationsRevoked } });
  }

  /** Owners are locked before the member, in one order for all, so that two removals wait instead of deadlocking. @throws VitrineError 404 */
  async active(tx: OrganizationTransaction, id: MemberId): Promise<MemberRow> {
    await this.members.ownersLocked(tx);
    const row = await this.members.find(tx, id, 'for-change');
    if (row === 'missing' || row.state === 'removed') throw notFound();
    return row;
  }

  /** Attack, or mishap: an organization that nobody can administer any more. */
  private async expectAnotherOwner(tx: OrganizationTransaction, leaving: MemberRow): Promise<void> {
    const owners = await this.members.ownersLocked(tx);
    if (owners.length === 1 && owners[0] === leaving.id) throw refusal(409, 'last-owner', 'An organization keeps at least one owner.');
  }
}

export function memberExists(): VitrineError {
  return refusal(409, 'member-exists', 'This person is a member already.');
}
