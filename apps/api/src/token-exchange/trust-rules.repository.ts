import { Injectable } from '@nestjs/common';
import { memberIdSchema, trustRuleIdSchema, type MemberId, type TrustRuleId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { CreateTrustRule } from './trust-rule.schemas.js';
import { workloadSchema } from './workload.js';

const COLUMNS = 'id, name, issuer, workload, scopes, connection_ids, created_by, created_at, last_used_at, version';

const rowSchema = z.object({
  id: trustRuleIdSchema,
  name: z.string(),
  issuer: z.string(),
  workload: workloadSchema,
  scopes: z.array(z.string()),
  connection_ids: z.array(z.string()).nullable(),
  created_by: memberIdSchema,
  created_at: z.date(),
  last_used_at: z.date().nullable(),
  version: z.number().int(),
});
export type TrustRuleRow = z.infer<typeof rowSchema>;

@Injectable()
export class TrustRulesRepository {
  /** Counts under the organization's lock. */
  async count(tx: OrganizationTransaction): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`trust-rules:${tx.organizationId}`]);
    const [row] = await tx.read(z.object({ rules: z.coerce.number() }), `select count(*) as rules from vitrine.trust_rule where organization_id = $1`, [
      tx.organizationId,
    ]);
    return row?.rules ?? 0;
  }

  async connectionsMissing(tx: OrganizationTransaction, ids: readonly string[]): Promise<boolean> {
    const rows = await tx.read(
      z.object({ id: z.string() }),
      `select id from vitrine.connection where organization_id = $1 and id = any($2) and state <> 'purged'`,
      [tx.organizationId, [...ids]],
    );
    return rows.length < new Set(ids).size;
  }

  async insert(tx: OrganizationTransaction, id: TrustRuleId, issuer: string, createdBy: MemberId, wish: CreateTrustRule): Promise<TrustRuleRow> {
    const [row] = await tx.read(
      rowSchema,
      `insert into vitrine.trust_rule (organization_id, id, name, provider, issuer, workload, scopes, connection_ids, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
      [tx.organizationId, id, wish.name, wish.workload.provider, issuer, JSON.stringify(wish.workload), wish.scopes, wish.connectionIds ?? null, createdBy],
    );
    if (row === undefined) throw new TypeError('an insert returned no row');
    return row;
  }

  /** Newest first, before the given id. */
  async list(tx: OrganizationTransaction, before: string | null, limit: number): Promise<TrustRuleRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.trust_rule where organization_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [tx.organizationId, before, limit],
    );
  }

  async find(tx: OrganizationTransaction, id: TrustRuleId): Promise<TrustRuleRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `select ${COLUMNS} from vitrine.trust_rule where organization_id = $1 and id = $2`, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  /** With every token that was exchanged under it. Returns whether there was one. */
  async remove(tx: OrganizationTransaction, id: TrustRuleId): Promise<boolean> {
    const { rowCount } = await tx.query(`delete from vitrine.trust_rule where organization_id = $1 and id = $2`, [tx.organizationId, id]);
    return rowCount === 1;
  }
}
