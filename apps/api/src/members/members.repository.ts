import { Injectable } from '@nestjs/common';
import { memberIdSchema, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { roles, roleSchema, type Role } from '../auth/scopes.js';
import { lockPin } from '../database/lock-pin.js';
import type { AddMember } from './member.schemas.js';

const COLUMNS = 'id, issuer, subject, email, role, state, version, created_at, removed_at';

const rowSchema = z.object({
  id: memberIdSchema,
  issuer: z.string(),
  subject: z.string(),
  email: z.string().nullable(),
  role: roleSchema,
  state: z.enum(['active', 'removed']),
  version: z.number().int(),
  created_at: z.date(),
  removed_at: z.date().nullable(),
});
export type MemberRow = z.infer<typeof rowSchema>;
export type Standing = { readonly state: 'none' } | { readonly state: 'active' | 'removed'; readonly id: MemberId; readonly role: Role };

@Injectable()
export class MembersRepository {
  /** By id, which is by time of addition, after the given one. */
  async list(
    tx: OrganizationTransaction,
    filter: { readonly state: string | null; readonly after: string | null; readonly limit: number },
  ): Promise<MemberRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.member
        where organization_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or id > $3) order by id limit $4`,
      [tx.organizationId, filter.state, filter.after, filter.limit],
    );
  }

  async find(tx: OrganizationTransaction, id: MemberId, lock: 'for-reading' | 'for-change'): Promise<MemberRow | 'missing'> {
    const sql = `select ${COLUMNS} from vitrine.member where organization_id = $1 and id = $2`;
    const [row] = await tx.read(rowSchema, lock === 'for-change' ? `${sql} for update` : sql, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  async isActive(tx: OrganizationTransaction, { issuer, subject }: { readonly issuer: string; readonly subject: string }): Promise<boolean> {
    const rows = await tx.read(
      z.object({ id: z.string() }),
      `select id from vitrine.member where organization_id = $1 and issuer = $2 and subject = $3 and state = 'active'`,
      [tx.organizationId, issuer, subject],
    );
    return rows.length > 0;
  }

  /** Also brings back one who was removed. `exists` where the member is active already. */
  async add(tx: OrganizationTransaction, id: MemberId, member: AddMember, roleBy: MemberId): Promise<MemberRow | 'exists'> {
    const [row] = await tx.read(
      rowSchema,
      `insert into vitrine.member as m (organization_id, id, issuer, subject, email, role, role_by) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (organization_id, issuer, subject) do update
         set role = excluded.role, role_by = excluded.role_by, role_at = now(), email = excluded.email, state = 'active', removed_at = null, version = m.version + 1 where m.state = 'removed'
       returning ${COLUMNS}`,
      [tx.organizationId, id, member.issuer, member.subject, member.email ?? null, member.role, roleBy],
    );
    return row ?? 'exists';
  }

  /** A higher role remembers who gave it; a lower one does not, so that nobody loses his word on pending changes by being lowered and left an admin. */
  async changeRole(tx: OrganizationTransaction, id: MemberId, role: Role, roleBy: MemberId): Promise<MemberRow[]> {
    return await tx.read(
      rowSchema,
      `update vitrine.member set role = $3, version = version + 1,
              role_by = case when raised.is then $4 else role_by end, role_at = case when raised.is then now() else role_at end
         from (select array_position($5::text[], $3) > array_position($5::text[], role) as is from vitrine.member where organization_id = $1 and id = $2) raised
        where organization_id = $1 and id = $2 returning ${COLUMNS}`,
      [tx.organizationId, id, role, roleBy, roles],
    );
  }

  async remove(tx: OrganizationTransaction, id: MemberId): Promise<void> {
    await tx.query(`update vitrine.member set state = 'removed', removed_at = now(), version = version + 1 where organization_id = $1 and id = $2`, [
      tx.organizationId,
      id,
    ]);
  }

  /** An offer of somebody who is gone is no offer. Attack: an admin on his way out leaves himself a way in. */
  async revokeInvitationsOf(tx: OrganizationTransaction, id: MemberId): Promise<number> {
    const { rowCount } = await tx.query(
      `update vitrine.invitation set state = 'revoked' where organization_id = $1 and created_by = $2 and state in ('waiting', 'open')`,
      [tx.organizationId, id],
    );
    return rowCount;
  }

  /** The tokens that a member made end with the membership (security reference §3b). Returns how many. */
  async revokeTokensOf(tx: OrganizationTransaction, id: MemberId): Promise<number> {
    const { rowCount } = await tx.query(
      `update vitrine.api_token set revoked_at = now(), version = version + 1 where organization_id = $1 and created_by = $2 and revoked_at is null`,
      [tx.organizationId, id],
    );
    return rowCount;
  }

  /**
   * Locks all active owners in one order, so that two who leave at once cannot each count on the other. Without those whom a pinned issuer shuts out:
   * nobody can count on them. The pin is locked before them, lest an owner leaves while a pin makes him the last one.
   */
  async ownersLocked(tx: OrganizationTransaction): Promise<string[]> {
    await lockPin(tx);
    const rows = await tx.read(
      z.object({ id: z.string() }),
      `select id from vitrine.member m where organization_id = $1 and role = 'owner' and state = 'active'
          and not exists (select from vitrine.identity_provider p where p.organization_id = m.organization_id and p.issuer <> m.issuer)
        order by id for update of m`,
      [tx.organizationId],
    );
    return rows.map(({ id }) => id);
  }

  /** What a member is by this issuer and subject. */
  async standing(tx: OrganizationTransaction, { issuer, subject }: { readonly issuer: string; readonly subject: string }): Promise<Standing> {
    const [row] = await tx.read(
      z.object({ id: memberIdSchema, role: roleSchema, state: z.enum(['active', 'removed']) }),
      `select id, role, state from vitrine.member where organization_id = $1 and issuer = $2 and subject = $3`,
      [tx.organizationId, issuer, subject],
    );
    return row ?? { state: 'none' };
  }

  /** Two memberships of one human, so that neither is the other's second person. */
  async markSamePerson(tx: OrganizationTransaction, id: MemberId, as: MemberId): Promise<void> {
    await tx.query(
      `update vitrine.member m set person = coalesce(o.person, o.id) from vitrine.member o
        where m.organization_id = $1 and m.id = $2 and o.organization_id = $1 and o.id = $3 and m.id <> o.id`,
      [tx.organizationId, id, as],
    );
  }
}
