import { Injectable } from '@nestjs/common';
import type { MemberId } from '@vitrine/contracts';
import { ApprovalsService, waiting } from '../approvals/approvals.service.js';
import type { PendingChange } from '../approvals/approval.schemas.js';
import { memberOf, type Caller } from '../auth/caller.js';
import { Policies } from '../auth/policy/policies.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { expectMatch } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import type { AddMember, ChangeMember, ListMembers, Member } from './member.schemas.js';
import { memberFrom, shownMember } from './shown-member.js';
import { MemberChanges, memberExists } from './member-changes.js';
import { MembersRepository } from './members.repository.js';

@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly policies: Policies,
    private readonly approvals: ApprovalsService,
    private readonly changes: MemberChanges,
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
    return this.cursors.page(binding, limit, rows, (row) => [row.id], memberFrom);
  }

  async read(caller: Caller, id: MemberId): Promise<Answer<Member>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.members.find(tx, id, 'for-reading'), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return shownMember(200, row);
  }

  /**
   * A new admin or owner needs a second person: then it is a pending change, 202.
   * @throws VitrineError 409 `member-exists` | `approval-waiting`, 403 `owner-required` | `policy-denied`
   */
  async add(caller: Caller, idempotency: Idempotency, member: AddMember): Promise<Answer<Member | PendingChange>> {
    return await this.mutations.run<Member | PendingChange>(caller, idempotency, async (tx) => {
      const permission = this.policies.permission(caller, 'member.add', { to: member.role });
      if (permission === 'needs-approval') {
        if (await this.members.isActive(tx, member)) throw memberExists();
        return { answer: waiting(await this.approvals.propose(tx, caller, 'member.add', member)) };
      }
      return { answer: shownMember(201, await this.changes.add(tx, member, memberOf(caller))) };
    });
  }

  /**
   * A raise to admin or owner needs a second person: then it is a pending change, 202.
   * @throws VitrineError 409 `last-owner` | `approval-waiting`, 403 `owner-required` | `policy-denied`, 412, 428
   */
  async change(caller: Caller, id: MemberId, ifMatch: string | undefined, { role }: ChangeMember): Promise<Answer<Member | PendingChange>> {
    return await this.mutations.run<Member | PendingChange>(caller, 'none', async (tx) => {
      const current = await this.changes.active(tx, id);
      expectMatch(ifMatch, current.version);
      const permission = this.policies.permission(caller, 'member.change-role', { from: current.role, to: role });
      if (permission === 'needs-approval')
        return { answer: waiting(await this.approvals.propose(tx, caller, 'member.role-raise', { memberId: id, from: current.role, to: role })) };
      return { answer: shownMember(200, await this.changes.changeRole(tx, current, role, memberOf(caller))) };
    });
  }

  /** Ends the membership, every API token that the member made and every invitation. @throws VitrineError 409 `last-owner` | 403 `owner-required` */
  async remove(caller: Caller, id: MemberId): Promise<Answer<undefined>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const current = await this.changes.active(tx, id);
      this.policies.expectAllowed(caller, 'member.remove', { from: current.role });
      await this.changes.remove(tx, current);
      return { answer: new Answer(204, undefined) };
    });
  }
}
