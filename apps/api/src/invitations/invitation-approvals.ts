import { Injectable, type OnModuleInit } from '@nestjs/common';
import { invitationIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { ApprovalKinds } from '../approvals/approval-kinds.js';
import { roleSchema } from '../auth/scopes.js';
import { refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import { InvitationsRepository } from './invitations.repository.js';

/** Attack: who may not make an admin invites one. */
@Injectable()
export class InvitationApprovals implements OnModuleInit {
  constructor(
    private readonly kinds: ApprovalKinds,
    private readonly invitations: InvitationsRepository,
  ) {}

  onModuleInit(): void {
    this.kinds.register({
      kind: 'invitation.open',
      schema: z.strictObject({ invitationId: invitationIdSchema, role: roleSchema }),
      action: 'invitation.create',
      subjectOf: ({ invitationId }) => invitationId,
      announce: (payload) => payload,
      contextOf: ({ role }) => ({ to: role }),
      apply: async (tx, { invitationId, role }) => {
        const row = await this.invitations.find(tx, invitationId, 'for-change');
        if (row === 'missing' || row.state !== 'waiting') throw refusal(409, 'approval-outdated', 'The invitation was revoked or has expired. Refuse this.');
        await this.invitations.step(tx, invitationId, 'open');
        await record(tx, { type: 'invitation.opened', payload: { invitationId, role } });
      },
      drop: async (tx, { invitationId }) => {
        const row = await this.invitations.find(tx, invitationId, 'for-change');
        if (row !== 'missing' && row.state === 'waiting') await this.invitations.step(tx, invitationId, 'revoked');
      },
    });
  }
}
