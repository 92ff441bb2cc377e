import { Injectable, type OnModuleInit } from '@nestjs/common';
import { memberIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { ApprovalKinds } from '../approvals/approval-kinds.js';
import { roleSchema } from '../auth/scopes.js';
import { refusal } from '../http/problem.js';
import { MemberChanges } from './member-changes.js';
import { addMemberSchema } from './member.schemas.js';

/** The two ways in which somebody becomes an admin or an owner, as pending changes; the third is an invitation. */
@Injectable()
export class MemberApprovals implements OnModuleInit {
  constructor(
    private readonly kinds: ApprovalKinds,
    private readonly changes: MemberChanges,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      kind: 'member.role-raise',
      schema: z.strictObject({ memberId: memberIdSchema, from: roleSchema, to: roleSchema }),
      action: 'member.change-role',
      subjectOf: ({ memberId }) => memberId,
      announce: (payload) => payload,
      contextOf: ({ from, to }) => ({ from, to }),
      apply: async (tx, { memberId, from, to }, { proposedBy }) => {
        const current = await this.changes.active(tx, memberId);
        if (current.role !== from) throw refusal(409, 'approval-outdated', 'The member has another role by now. Refuse this and propose it anew.');
        await this.changes.changeRole(tx, current, to, proposedBy);
      },
    });
    this.kinds.register({
      kind: 'member.add',
      schema: addMemberSchema,
      action: 'member.add',
      subjectOf: ({ issuer, subject }) => `${issuer} ${subject}`,
      // Not the address: everybody sees this, and the subject names the person.
      announce: ({ issuer, subject, role }) => ({ issuer, subject, role }),
      contextOf: ({ role }) => ({ to: role }),
      apply: async (tx, member, { proposedBy }) => void (await this.changes.add(tx, member, proposedBy)),
    });
  }
}
