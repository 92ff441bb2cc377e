import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { costProblemSchema, costSourceSchema, type CostProblem } from './cost.schemas.js';

const { shape } = costSourceSchema;

const rowSchema = z.object({
  id: shape.id,
  connection_id: shape.connectionId,
  kind: shape.kind,
  source_key: z.string(),
  focus_version: z.string().nullable(),
  dataset: shape.dataset,
  period: z.string().nullable(),
  format: shape.format,
  charges_from: z.date().nullable(),
  charges_to: z.date().nullable(),
  rows: z.number().int(),
  rows_rejected: z.number().int(),
  totals: shape.totals,
  problems: shape.problems,
  content_sha256: z.string().nullable(),
  loaded_by: z.string(),
  loaded_at: z.date(),
  position: z.string(),
});
export type CostSourceRow = z.infer<typeof rowSchema>;

/** What a source is shown with: its problems by column and code, and the first rows of each. */
const SELECT = `select s.id, s.connection_id, s.kind, s.source_key, s.focus_version, s.dataset, s.period::text as period, s.format, s.charges_from, s.charges_to, s.rows, s.rows_rejected, s.totals, encode(s.content_sha256, 'hex') as content_sha256, s.loaded_by, s.loaded_at,
  s.loaded_at::text as position,
  (select coalesce(jsonb_agg(jsonb_build_object('column', p.column_name, 'code', p.code, 'kept', p.kept, 'rows', p.rows, 'firstRows', p.first_rows) order by p.kept, p.column_name, p.code), '[]')
     from (select column_name, code, kept, sum(occurrences)::int as rows, coalesce((array_agg(row_no order by row_no) filter (where row_no > 0))[1:5], '{}') as first_rows
       from vitrine.cost_row_problem where organization_id = s.organization_id and source_id = s.id group by column_name, code, kept) p) as problems
  from vitrine.cost_source s where s.organization_id = $1`;

export interface CostSourceFilter {
  readonly kind: string | null;
  readonly connectionId: string | null;
  /** Connections that the caller's token is bound to; null for all. */
  readonly connectionIds: readonly string[] | null;
}

@Injectable()
export class CostSourcesRepository {
  async find(tx: OrganizationTransaction, id: string, connectionIds: readonly string[] | null): Promise<CostSourceRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `${SELECT} and s.id = $2 and ($3::uuid[] is null or s.connection_id = any($3))`, [
      tx.organizationId,
      id,
      connectionIds,
    ]);
    return row ?? 'missing';
  }

  async list(tx: OrganizationTransaction, filter: CostSourceFilter, before: { at: string; id: string } | null, limit: number): Promise<CostSourceRow[]> {
    return await tx.read(
      rowSchema,
      `${SELECT} and ($2::text is null or s.kind = $2) and ($3::uuid is null or s.connection_id = $3) and ($4::uuid[] is null or s.connection_id = any($4))
         and ($5::timestamptz is null or (s.loaded_at, s.id) < ($5, $6::uuid))
       order by s.loaded_at desc, s.id desc limit $7`,
      [tx.organizationId, filter.kind, filter.connectionId, filter.connectionIds, before?.at ?? null, before?.id ?? null, limit + 1],
    );
  }

  async problems(tx: OrganizationTransaction, id: string, after: { row: string; column: string; code: string } | null, limit: number): Promise<CostProblem[]> {
    return await tx.read(
      costProblemSchema.extend({ row: z.coerce.number().int() }),
      `select row_no::text as row, column_name as column, code, kept, occurrences from vitrine.cost_row_problem
       where organization_id = $1 and source_id = $2 and ($3::bigint is null or (row_no, column_name, code) > ($3, $4, $5)) order by row_no, column_name, code limit $6`,
      [tx.organizationId, id, after?.row ?? null, after?.column ?? '', after?.code ?? '', limit + 1],
    );
  }
}
