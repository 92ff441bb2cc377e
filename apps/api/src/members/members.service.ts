import { Injectable } from '@nestjs/common';
import { memberIdSchema, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { Caller } from '../auth/caller.js';
import type { Role } from '../auth/scopes.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import type { AddMember, ChangeMember, ListMembers, Member } from './member.schemas.js';
import { MembersRepository, type MemberRow } from './members.repository.js';

@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly members: MembersRepository,
  ) {}

  async list(caller: Caller, { limit, cursor, state }: ListMembers): Promise<Page<Member>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/members', filters: { state } };
    const position = this.cursors.read(binding, cursor);
    const after = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(
      caller.organizationId,
      async (tx) => await this.members.list(tx, { state: state ?? null, after, limit: limit + 1 }),
      { mode: 'read-only' },
    );
    return this.cursors.page(binding, limit, rows, (row) => [row.id], memberOf);
  }

  async read(caller: Caller, id: MemberId): Promise<Answer<Member>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.members.find(tx, id, 'for-reading'), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return answerOf(200, row);
  }

  /** @throws VitrineError 409 `member-exists` | 403 `owner-required` */
  async add(caller: Caller, idempotency: Idempotency, member: AddMember): Promise<Answer<Member>> {
    return await this.mutations.run(caller, idempotency, async (tx) => {
      expectMayTouch(caller, member.role);
      const row = await this.members.add(tx, freshId(memberIdSchema), member);
      if (row === 'exists') throw refusal(409, 'member-exists', 'This person is a member already.');
      await record(tx, { type: 'member.added', payload: { memberId: row.id, role: row.role } });
      return { answer: answerOf(201, row) };
    });
  }

  /** @throws VitrineError 409 `last-owner` | 403 `owner-required` | 412 | 428 */
  async change(caller: Caller, id: MemberId, ifMatch: string | undefined, { role }: ChangeMember): Promise<Answer<Member>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const current = await this.active(tx, id);
      expectMatch(ifMatch, current.version);
      expectMayTouch(caller, current.role, role);
      if (role !== 'owner') await this.expectAnotherOwner(tx, current);
      const [row] = await this.members.changeRole(tx, id, role);
      if (row === undefined) throw notFound();
      await record(tx, { type: 'member.role-changed', payload: { memberId: id, from: current.role, to: role } });
      return { answer: answerOf(200, row) };
    });
  }

  /** Ends the membership and every API token that the member made. @throws VitrineError 409 `last-owner` | 403 `owner-required` */
  async remove(caller: Caller, id: MemberId): Promise<Answer<undefined>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const current = await this.active(tx, id);
      expectMayTouch(caller, current.role);
      await this.expectAnotherOwner(tx, current);
      await this.members.remove(tx, id);
      const tokensRevoked = await this.members.revokeTokensOf(tx, id);
      await record(tx, { type: 'member.removed', payload: { memberId: id, tokensRevoked } });
      return { answer: new Answer(204, undefined) };
    });
  }

  /** Owners are locked before the member, in one order for all, so that two removals wait instead of deadlocking. */
  private async active(tx: OrganizationTransaction, id: MemberId): Promise<MemberRow> {
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

/** Attack: an admin makes himself owner, or removes the owners above him. */
function expectMayTouch(caller: Caller, ...roles: Role[]): void {
  if (roles.includes('owner') && caller.role !== 'owner') throw refusal(403, 'owner-required', 'Only an owner may add, change or remove an owner.');
}

function memberOf(row: MemberRow): Member {
  const { id, issuer, subject, email, role, state } = row;
  return { id, issuer, subject, email, role, state, createdAt: row.created_at.toISOString(), removedAt: row.removed_at?.toISOString() ?? null };
}

function answerOf(status: number, row: MemberRow): Answer<Member> {
  return new Answer(status, memberOf(row), { etag: etagOf(row.version), ...(status === 201 ? { location: `/v1/members/${row.id}` } : {}) });
}
