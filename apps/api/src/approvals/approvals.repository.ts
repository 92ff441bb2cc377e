import { Injectable } from '@nestjs/common';
import { memberIdSchema, pendingChangeIdSchema, type MemberId, type PendingChangeId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { roleSchema } from '../auth/scopes.js';
import { approvalStateSchema, type ApprovalState } from './approval.schemas.js';

/** Nobody comes by to expire a change: it is so from its hour on. */
const STATE = `case when c.state = 'proposed' and c.expires_at <= now() then 'expired' else c.state end`;
const COLUMNS = `c.id, c.kind, c.payload, ${STATE} as state, c.needs, c.proposed_by, c.proposed_at, c.ready_at, c.expires_at, c.decided_by, c.decided_at, c.reason, c.version`;

const rowSchema = z.object({
  id: pendingChangeIdSchema,
  kind: z.string(),
  payload: z.unknown(),
  state: approvalStateSchema,
  needs: z.enum(['second-person', 'notice']),
  proposed_by: memberIdSchema,
  proposed_at: z.date(),
  ready_at: z.date().nullable(),
  expires_at: z.date(),
  decided_by: memberIdSchema.nullable(),
  decided_at: z.date().nullable(),
  reason: z.string().nullable(),
  version: z.number().int(),
});
export type PendingChangeRow = z.infer<typeof rowSchema>;

const weighedSchema = rowSchema.extend({
  /** Whether the asking member counts as a second person for this change. */
  independent: z.boolean(),
  ready: z.boolean(),
  proposer_state: z.enum(['active', 'removed']),
  proposer_role: roleSchema,
});
export type WeighedChange = z.infer<typeof weighedSchema>;

@Injectable()
export class ApprovalsRepository {
  /** Newest first. */
  async list(tx: OrganizationTransaction, state: string | null, before: string | null, limit: number): Promise<PendingChangeRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.pending_change c
        where c.organization_id = $1 and ($2::text is null or ${STATE} = $2) and ($3::uuid is null or c.id < $3) order by c.id desc limit $4`,
      [tx.organizationId, state, before, limit],
    );
  }

  async find(tx: OrganizationTransaction, id: PendingChangeId): Promise<PendingChangeRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `select ${COLUMNS} from vitrine.pending_change c where c.organization_id = $1 and c.id = $2`, [
      tx.organizationId,
      id,
    ]);
    return row ?? 'missing';
  }

  /** Locked, with what has to be known for a word of `asking` on it. */
  async weigh(tx: OrganizationTransaction, id: PendingChangeId, asking: MemberId): Promise<WeighedChange | 'missing'> {
    const [row] = await tx.read(
      weighedSchema,
      `select ${COLUMNS}, coalesce(c.ready_at <= now(), false) as ready, m.state as proposer_state, m.role as proposer_role,
              $3::uuid in (select vitrine.second_people(c.organization_id, c.proposed_by, c.proposed_at)) as independent
         from vitrine.pending_change c join vitrine.member m on m.organization_id = c.organization_id and m.id = c.proposed_by
        where c.organization_id = $1 and c.id = $2 for update of c`,
      [tx.organizationId, id, asking],
    );
    return row ?? 'missing';
  }

  async countWaiting(tx: OrganizationTransaction): Promise<number> {
    const [row] = await tx.read(
      z.object({ n: z.number() }),
      `select count(*)::int as n from vitrine.pending_change where organization_id = $1 and state = 'proposed'`,
      [tx.organizationId],
    );
    return row?.n ?? 0;
  }

  /** What nobody decided in time makes room for another of its subject. */
  async expire(tx: OrganizationTransaction): Promise<void> {
    await tx.query(`update vitrine.pending_change set state = 'expired' where organization_id = $1 and state = 'proposed' and expires_at <= now()`, [
      tx.organizationId,
    ]);
  }

  /** What it needs and until when is the table's to say. `waiting` where a change of this subject waits already. */
  async propose(
    tx: OrganizationTransaction,
    change: { readonly id: PendingChangeId; readonly kind: string; readonly subject: string; readonly payload: object; readonly proposedBy: MemberId },
  ): Promise<PendingChangeRow | 'waiting'> {
    const [row] = await tx.read(
      rowSchema,
      `insert into vitrine.pending_change as c (organization_id, id, kind, subject, payload, proposed_by) values ($1, $2, $3, $4, $5, $6)
       on conflict (organization_id, kind, subject) where state = 'proposed' do nothing returning ${COLUMNS}`,
      [tx.organizationId, change.id, change.kind, change.subject, JSON.stringify(change.payload), change.proposedBy],
    );
    return row ?? 'waiting';
  }

  async step(tx: OrganizationTransaction, id: PendingChangeId, to: ApprovalState, by: MemberId, reason: string | null): Promise<PendingChangeRow> {
    const [row] = await tx.read(
      rowSchema,
      `update vitrine.pending_change c set state = $3, decided_by = $4, reason = coalesce($5, c.reason) where c.organization_id = $1 and c.id = $2 returning ${COLUMNS}`,
      [tx.organizationId, id, to, by, reason],
    );
    if (row === undefined) throw new TypeError('a pending change vanished under its own lock');
    return row;
  }
}
