import { Injectable } from '@nestjs/common';
import { connectionIdSchema, exclusionIdSchema, type ExclusionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { CreateExclusion } from './exclusion.schemas.js';

const COLUMNS = 'id, connection_id, tag_key, tag_value, reason, created_by, created_at, expires_at';
const rowSchema = z.object({
  id: exclusionIdSchema,
  connection_id: connectionIdSchema.nullable(),
  tag_key: z.string(),
  tag_value: z.string().nullable(),
  reason: z.string(),
  created_by: z.string(),
  created_at: z.date(),
  expires_at: z.date().nullable(),
});
export type ExclusionRow = z.infer<typeof rowSchema>;

@Injectable()
export class ExclusionsRepository {
  /** Counts under a lock, so that a hundred requests at once cannot each be the hundredth. */
  async count(tx: OrganizationTransaction): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`exclusions:${tx.organizationId}`]);
    const [row] = await tx.read(z.object({ n: z.number().int() }), `select count(*)::int as n from vitrine.exclusion where organization_id = $1`, [
      tx.organizationId,
    ]);
    return row?.n ?? 0;
  }

  async insert(tx: OrganizationTransaction, id: ExclusionId, wish: CreateExclusion, by: string): Promise<ExclusionRow> {
    const [row] = await tx.read(
      rowSchema,
      `insert into vitrine.exclusion (organization_id, id, connection_id, tag_key, tag_value, reason, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [tx.organizationId, id, wish.connectionId ?? null, wish.tagKey, wish.tagValue ?? null, wish.reason, by, wish.expiresAt ?? null],
    );
    if (row === undefined) throw new TypeError('an insert returned no row');
    return row;
  }

  /** @param connectionIds connections that the caller's token is bound to; null for all */
  async list(tx: OrganizationTransaction, connectionIds: readonly string[] | null, after: string | null, rows: number): Promise<ExclusionRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.exclusion where organization_id = $1 and ($2::uuid[] is null or connection_id is null or connection_id = any($2))
         and ($3::uuid is null or id > $3) order by id limit $4`,
      [tx.organizationId, connectionIds, after, rows],
    );
  }

  async find(tx: OrganizationTransaction, id: ExclusionId): Promise<ExclusionRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `select ${COLUMNS} from vitrine.exclusion where organization_id = $1 and id = $2`, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  async remove(tx: OrganizationTransaction, id: ExclusionId): Promise<boolean> {
    const { rowCount } = await tx.query(`delete from vitrine.exclusion where organization_id = $1 and id = $2`, [tx.organizationId, id]);
    return rowCount === 1;
  }
}
