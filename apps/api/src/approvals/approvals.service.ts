import { Injectable } from '@nestjs/common';
import { pendingChangeIdSchema, type PendingChangeId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
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
import { Announcements } from '../webhooks/announcements.js';
import { ApprovalKinds } from './approval-kinds.js';
import type { ListApprovals, PendingChange } from './approval.schemas.js';
import { ApprovalsRepository, type PendingChangeRow, type WeighedChange } from './approvals.repository.js';

const MAX_WAITING = 50;
export type Word = 'approve' | 'refuse' | 'withdraw' | 'apply';

/** Changes that wait for a second person, or for a day's notice where the organization has none (issue 5 §3). */
@Injectable()
export class ApprovalsService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly policies: Policies,
    private readonly kinds: ApprovalKinds,
    private readonly approvals: ApprovalsRepository,
    private readonly announcements: Announcements,
  ) {}

  /**
   * For a feature whose policy said `needs-approval`, in the transaction of its mutation; answer with `waiting`.
   * @throws VitrineError 409 `approval-waiting` | `too-many-approvals`
   */
  async propose(tx: OrganizationTransaction, caller: Caller, kind: string, payload: object): Promise<PendingChange> {
    const known = this.kinds.read(kind, payload);
    await this.approvals.expire(tx);
    if ((await this.approvals.countWaiting(tx)) >= MAX_WAITING)
      throw refusal(409, 'too-many-approvals', `An organization has at most ${String(MAX_WAITING)} changes waiting. Decide some first.`);
    const id = freshId(pendingChangeIdSchema);
    const row = await this.approvals.propose(tx, { id, kind, subject: known.subject, payload: known.payload, proposedBy: memberOf(caller) });
    if (row === 'waiting') throw refusal(409, 'approval-waiting', 'A change of this waits already. See GET /v1/approvals.');
    await record(tx, {
      type: 'approval.proposed',
      payload: { approvalId: id, kind, needs: row.needs, readyAt: row.ready_at?.toISOString() ?? null, ...known.announced },
    });
    const change = this.changeOf(row);
    await this.announcements.announce(tx, { event: 'approval.waiting', subjectId: id, data: change });
    return change;
  }

  async list(caller: Caller, { limit, cursor, state }: ListApprovals): Promise<Page<PendingChange>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/approvals', filters: { state: state ?? null } };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, async (tx) => await this.approvals.list(tx, state ?? null, before, limit + 1), {
      mode: 'read-only',
    });
    return this.cursors.page(
      binding,
      limit,
      rows,
      (row) => [row.id],
      (row) => this.changeOf(row),
    );
  }

  async read(caller: Caller, id: PendingChangeId): Promise<Answer<PendingChange>> {
    const row = await this.database.inOrganization(caller.organizationId, async (tx) => await this.approvals.find(tx, id), { mode: 'read-only' });
    if (row === 'missing') throw notFound();
    return new Answer(200, this.changeOf(row), { etag: etagOf(row.version) });
  }

  /**
   * A word on a waiting change. `approve` applies it at once; `apply` is for one whose notice is over.
   * @throws VitrineError 404 | 403 by policy | 409 `approval-ended`, `approval-waits`, `proposer-gone`, or what the kind's own check says
   */
  async say(caller: Caller, idempotency: Idempotency, id: PendingChangeId, word: Word, reason: string | null = null): Promise<Answer<PendingChange>> {
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const by = memberOf(caller);
      const change = await this.approvals.weigh(tx, id, by);
      if (change === 'missing') throw notFound();
      const proposer = change.proposed_by === by;
      this.policies.expectAllowed(caller, `approval.${word}`, { proposer, dependent: !proposer && !change.independent });
      if (change.state !== 'proposed') throw refusal(409, 'approval-ended', `This change is ${change.state}.`);
      const known = this.kinds.read(change.kind, change.payload);
      switch (word) {
        case 'refuse':
        case 'withdraw':
          await known.drop(tx);
          break;
        case 'apply':
          if (!change.ready) throw refusal(409, 'approval-waits', waitsFor(change));
          break;
        case 'approve':
          await this.approvals.step(tx, id, 'approved', by, null);
          await record(tx, { type: 'approval.approved', payload: { approvalId: id, kind: change.kind } });
          break;
        default:
          return word satisfies never;
      }
      const ended = word === 'refuse' ? 'refused' : word === 'withdraw' ? 'withdrawn' : 'applied';
      if (ended === 'applied') {
        this.expectProposerStillMay(change);
        await known.apply(tx, { id, proposedBy: change.proposed_by, decidedBy: by });
      }
      const row = await this.approvals.step(tx, id, ended, by, reason);
      await record(tx, { type: `approval.${ended}`, payload: { approvalId: id, kind: change.kind, proposedBy: change.proposed_by } });
      return { answer: new Answer(200, this.changeOf(row), { etag: etagOf(row.version) }) };
    });
  }

  /** Attack: a change that was proposed by a stolen session outlives its owner's removal. */
  private expectProposerStillMay({ proposer_state: state, proposer_role: role, kind, payload }: WeighedChange): void {
    const { action, context } = this.kinds.read(kind, payload);
    const still = state === 'active' && (role === 'admin' || role === 'owner');
    if (!still || this.policies.answerFor({ kind: 'Member', role }, action, { ...context, approved: true }) === 'deny')
      throw refusal(409, 'proposer-gone', 'Whoever proposed this may not do it any more. Refuse it and propose it anew.');
  }

  private changeOf(row: PendingChangeRow): PendingChange {
    const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
    return {
      id: row.id,
      kind: row.kind,
      change: { ...this.kinds.read(row.kind, row.payload).announced },
      state: row.state,
      needs: row.needs,
      readyAt: iso(row.ready_at),
      expiresAt: row.expires_at.toISOString(),
      proposedBy: row.proposed_by,
      proposedAt: row.proposed_at.toISOString(),
      decidedBy: row.decided_by,
      decidedAt: iso(row.decided_at),
      reason: row.reason,
    };
  }
}

/** The 202 of a mutation that became a pending change. */
export function waiting(change: PendingChange): Answer<PendingChange> {
  return new Answer(202, change, { location: `/v1/approvals/${change.id}` });
}

function waitsFor({ needs, ready_at: readyAt }: WeighedChange): string {
  return needs === 'second-person'
    ? 'This change waits for another admin or owner.'
    : `This change may be applied from ${readyAt?.toISOString() ?? 'never'} on.`;
}
