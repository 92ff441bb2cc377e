import { Injectable } from '@nestjs/common';
import { invitationIdSchema, type InvitationId } from '@vitrine/contracts';
import { ApprovalsService } from '../approvals/approvals.service.js';
import { memberOf, type Caller } from '../auth/caller.js';
import { Policies } from '../auth/policy/policies.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { record } from '../trail/record.js';
import { makeInvitationCode } from './invitation-code.js';
import { MAX_OPEN_INVITATIONS, type CreatedInvitation, type CreateInvitation, type Invitation, type ListInvitations } from './invitation.schemas.js';
import { InvitationsRepository, type InvitationRow } from './invitations.repository.js';

/** Offers of membership, as admins make, see and revoke them. Whoever accepts one comes by `InvitationAcceptance`. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly policies: Policies,
    private readonly approvals: ApprovalsService,
    private readonly invitations: InvitationsRepository,
  ) {}

  /**
   * An invitation of an admin or owner is made, and waits for a second person: its code opens nothing before.
   * @throws VitrineError 403 `owner-required` | `policy-denied`, 409 `too-many-invitations`
   */
  async create(caller: Caller, idempotency: Idempotency, wish: CreateInvitation): Promise<Answer<CreatedInvitation>> {
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const permission = this.policies.permission(caller, 'invitation.create', { to: wish.role });
      if ((await this.invitations.countOpen(tx)) >= MAX_OPEN_INVITATIONS)
        throw refusal(409, 'too-many-invitations', `An organization has at most ${String(MAX_OPEN_INVITATIONS)} open invitations. Revoke one first.`);
      const { code, hash: codeHash } = makeInvitationCode();
      const id = freshId(invitationIdSchema);
      const state = permission === 'allowed' ? 'open' : 'waiting';
      const row = await this.invitations.insert(tx, { id, codeHash, state, createdBy: memberOf(caller) }, wish);
      await record(tx, { type: 'invitation.created', payload: { invitationId: id, role: wish.role, state, lifetimeDays: wish.lifetimeDays } });
      const change = state === 'open' ? 'none' : await this.approvals.propose(tx, caller, 'invitation.open', { invitationId: id, role: wish.role });
      const body = { ...invitationOf(row), code, approvalId: change === 'none' ? null : change.id };
      return { answer: new Answer(201, body, { location: `/v1/invitations/${id}`, etag: etagOf(row.version) }), oneTimeSecretOf: id };
    });
  }

  async list(caller: Caller, { limit, cursor, state }: ListInvitations): Promise<Page<Invitation>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/invitations', filters: { state: state ?? null } };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, async (tx) => await this.invitations.list(tx, state ?? null, before, limit + 1), {
      mode: 'read-only',
    });
    return this.cursors.page(binding, limit, rows, (row) => [row.id], invitationOf);
  }

  async read(caller: Caller, id: InvitationId): Promise<Answer<Invitation>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.invitations.find(tx, id, 'for-reading'), {
      mode: 'read-only',
    });
    if (row === 'missing') throw notFound();
    return new Answer(200, invitationOf(row), { etag: etagOf(row.version) });
  }

  /** @throws VitrineError 404, also for one that ended; 403 `owner-required` */
  async revoke(caller: Caller, id: InvitationId): Promise<Answer<undefined>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const row = await this.invitations.find(tx, id, 'for-change');
      if (row === 'missing' || (row.state !== 'open' && row.state !== 'waiting')) throw notFound();
      this.policies.expectAllowed(caller, 'invitation.revoke', { to: row.role });
      await this.invitations.step(tx, id, 'revoked');
      await record(tx, { type: 'invitation.revoked', payload: { invitationId: id } });
      return { answer: new Answer(204, undefined) };
    });
  }
}

function invitationOf(row: InvitationRow): Invitation {
  const { id, role, issuer, subject, email, state, created_by: createdBy, accepted_by: acceptedBy } = row;
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    id,
    role,
    issuer,
    subject,
    email,
    state,
    createdBy,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    acceptedBy,
    endedAt: iso(row.ended_at),
  };
}
