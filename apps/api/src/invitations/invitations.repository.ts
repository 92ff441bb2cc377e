import { Injectable } from '@nestjs/common';
import { invitationIdSchema, memberIdSchema, type InvitationId, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { roleSchema } from '../auth/scopes.js';
import type { CreateInvitation } from './invitation.schemas.js';

const STATE = `case when i.state in ('waiting', 'open') and i.expires_at <= now() then 'expired' else i.state end`;
const COLUMNS = `i.id, i.role, i.issuer, i.subject, i.email, ${STATE} as state, i.created_by, i.created_at, i.expires_at, i.accepted_by, i.ended_at, i.version`;

const rowSchema = z.object({
  id: invitationIdSchema,
  role: roleSchema,
  issuer: z.string().nullable(),
  subject: z.string().nullable(),
  email: z.string().nullable(),
  state: z.enum(['waiting', 'open', 'accepted', 'revoked', 'expired']),
  created_by: memberIdSchema,
  created_at: z.date(),
  expires_at: z.date(),
  accepted_by: memberIdSchema.nullable(),
  ended_at: z.date().nullable(),
  version: z.number().int(),
});
export type InvitationRow = z.infer<typeof rowSchema>;

const presentedSchema = rowSchema.extend({
  inviter_state: z.enum(['active', 'removed']),
  inviter_role: roleSchema,
  organization_state: z.enum(['active', 'suspended']),
});
export type PresentedInvitation = z.infer<typeof presentedSchema>;

@Injectable()
export class InvitationsRepository {
  /** Newest first. */
  async list(tx: OrganizationTransaction, state: string | null, before: string | null, limit: number): Promise<InvitationRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.invitation i
        where i.organization_id = $1 and ($2::text is null or ${STATE} = $2) and ($3::uuid is null or i.id < $3) order by i.id desc limit $4`,
      [tx.organizationId, state, before, limit],
    );
  }

  async find(tx: OrganizationTransaction, id: InvitationId, lock: 'for-reading' | 'for-change'): Promise<InvitationRow | 'missing'> {
    const sql = `select ${COLUMNS} from vitrine.invitation i where i.organization_id = $1 and i.id = $2`;
    const [row] = await tx.read(rowSchema, lock === 'for-change' ? `${sql} for update` : sql, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  /** Locked: a code is good once, also for two who come together. */
  async findByCode(tx: OrganizationTransaction, codeHash: Buffer): Promise<PresentedInvitation | 'missing'> {
    const [row] = await tx.read(
      presentedSchema,
      `select ${COLUMNS}, m.state as inviter_state, m.role as inviter_role, o.state as organization_state
         from vitrine.invitation i
         join vitrine.member m on m.organization_id = i.organization_id and m.id = i.created_by
         join vitrine.organization o on o.organization_id = i.organization_id
        where i.organization_id = $1 and i.code_hash = $2 for update of i`,
      [tx.organizationId, codeHash],
    );
    return row ?? 'missing';
  }

  async countOpen(tx: OrganizationTransaction): Promise<number> {
    const [row] = await tx.read(
      z.object({ n: z.number() }),
      `select count(*)::int as n from vitrine.invitation where organization_id = $1 and state in ('waiting', 'open') and expires_at > now()`,
      [tx.organizationId],
    );
    return row?.n ?? 0;
  }

  async insert(
    tx: OrganizationTransaction,
    made: { readonly id: InvitationId; readonly codeHash: Buffer; readonly state: 'waiting' | 'open'; readonly createdBy: MemberId },
    wish: CreateInvitation,
  ): Promise<InvitationRow> {
    const [row] = await tx.read(
      rowSchema,
      `insert into vitrine.invitation as i (organization_id, id, code_hash, role, issuer, subject, email, state, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(days => $10)) returning ${COLUMNS}`,
      [
        tx.organizationId,
        made.id,
        made.codeHash,
        wish.role,
        wish.identity?.issuer ?? null,
        wish.identity?.subject ?? null,
        wish.email ?? null,
        made.state,
        made.createdBy,
        wish.lifetimeDays,
      ],
    );
    if (row === undefined) throw new TypeError('an insert returned no row');
    return row;
  }

  async step(tx: OrganizationTransaction, id: InvitationId, to: 'open' | 'accepted' | 'revoked', acceptedBy: MemberId | null = null): Promise<void> {
    await tx.query(`update vitrine.invitation set state = $3, accepted_by = $4 where organization_id = $1 and id = $2`, [
      tx.organizationId,
      id,
      to,
      acceptedBy,
    ]);
  }

  /** When this person was shown the door, if he was. */
  async removedAt(tx: OrganizationTransaction, issuer: string, subject: string): Promise<Date | 'never'> {
    const [row] = await tx.read(
      z.object({ removed_at: z.date().nullable() }),
      `select removed_at from vitrine.member where organization_id = $1 and issuer = $2 and subject = $3 and state = 'removed'`,
      [tx.organizationId, issuer, subject],
    );
    return row?.removed_at ?? 'never';
  }
}
