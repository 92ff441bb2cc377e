import { Injectable } from '@nestjs/common';
import { memberIdSchema, type MemberId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { roleSchema, type Role } from '../auth/scopes.js';
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

  /** Also brings back one who was removed. `exists` where the member is active already. */
  async add(tx: OrganizationTransaction, id: MemberId, member: AddMember): Promise<MemberRow | 'exists'> {
    const [row] = await tx.read(
      rowSchema,
      `insert into vitrine.member as m (organization_id, id, issuer, subject, email, role) values ($1, $2, $3, $4, $5, $6)
       on conflict (organization_id, issuer, subject) do update
         set role = excluded.role, email = excluded.email, state = 'active', removed_at = null, version = m.version + 1 where m.state = 'removed'
       returning ${COLUMNS}`,
      [tx.organizationId, id, member.issuer, member.subject, member.email ?? null, member.role],
    );
    return row ?? 'exists';
  }

  async changeRole(tx: OrganizationTransaction, id: MemberId, role: Role): Promise<MemberRow[]> {
    return await tx.read(rowSchema, `update vitrine.member set role = $3, version = version + 1 where organization_id = $1 and id = $2 returning ${COLUMNS}`, [
      tx.organizationId,
      id,
      role,
    ]);
  }

  async remove(tx: OrganizationTransaction, id: MemberId): Promise<void> {
    await tx.query(`update vitrine.member set state = 'removed', removed_at = now(), version = version + 1 where organization_id = $1 and id = $2`, [
      tx.organizationId,
      id,
    ]);
  }

  /** The tokens that a member made end with the membership (security reference §3b). Returns how many. */
  async revokeTokensOf(tx: OrganizationTransaction, id: MemberId): Promise<number> {
    const { rowCount } = await tx.query(
      `update vitrine.api_token set revoked_at = now(), version = version + 1 where organization_id = $1 and created_by = $2 and revoked_at is null`,
      [tx.organizationId, id],
    );
    return rowCount;
  }

  /** Locks all active owners in one order, so that two who leave at once cannot each count on the other. */
  async ownersLocked(tx: OrganizationTransaction): Promise<string[]> {
    const rows = await tx.read(
      z.object({ id: z.string() }),
      `select id from vitrine.member where organization_id = $1 and role = 'owner' and state = 'active' order by id for update`,
      [tx.organizationId],
    );
    return rows.map(({ id }) => id);
  }
}
