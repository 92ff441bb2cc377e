import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { SqlValues } from '../database/sql-values.js';
import type { CursorPosition } from '../http/pagination.js';
import { findingConditions, type FindingFilter } from './finding-filter.js';
import { behind, orderBy, type FindingOrder } from './finding-order.js';
import { FINDING_COLUMNS, FULL_COLUMNS, fullRowSchema, type FindingRow, type FullFindingRow } from './finding-row.js';

export interface FindingPageRequest {
  readonly filter: FindingFilter;
  readonly order: FindingOrder;
  readonly after: CursorPosition | 'start';
  readonly rows: number;
}

@Injectable()
export class FindingsRepository {
  async list(tx: OrganizationTransaction, request: FindingPageRequest): Promise<FindingRow[]> {
    const { sql, values } = pageStatement(tx, FINDING_COLUMNS, request);
    // Not parsed: column types and checks hold what the schema would, which took a sixth of a list's whole cost. A spec parses what comes.
    return (await tx.query<FindingRow>(sql, values)).rows;
  }

  /** With evidence, verify and remedy; up to the newest finding of the export's start, so that an audit that runs on does not extend it. */
  async listFull(tx: OrganizationTransaction, request: FindingPageRequest & { readonly upTo: string }): Promise<FullFindingRow[]> {
    const { sql, values } = pageStatement(tx, FULL_COLUMNS, request, request.upTo);
    return await tx.read(fullRowSchema, sql, values);
  }

  async find(tx: OrganizationTransaction, id: string, lock: 'for-reading' | 'for-change'): Promise<FullFindingRow | 'missing'> {
    const sql = `select ${FULL_COLUMNS} from vitrine.finding f where f.organization_id = $1 and f.id = $2`;
    const [row] = await tx.read(fullRowSchema, lock === 'for-change' ? `${sql} for no key update` : sql, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  async changeStatus(tx: OrganizationTransaction, id: string, change: { status: string; reason: string | null; until: string | null }): Promise<void> {
    await tx.query(
      `update vitrine.finding set status = $3, status_reason = $4, waived_until = $5, version = version + 1 where organization_id = $1 and id = $2`,
      [tx.organizationId, id, change.status, change.reason, change.until],
    );
  }
}

function pageStatement(
  tx: OrganizationTransaction,
  columns: string,
  { filter, order, after, rows }: FindingPageRequest,
  upTo?: string,
): { sql: string; values: readonly unknown[] } {
  const values = new SqlValues(tx.organizationId);
  const conditions = [
    findingConditions(filter, values),
    ...(after === 'start' ? [] : [behind(order, after, values)]),
    ...(upTo === undefined ? [] : [`f.id <= ${values.add(upTo)}::uuid`]),
  ];
  const sql = `select ${columns} from vitrine.finding f where ${conditions.join(' and ')} order by ${orderBy(order)} limit ${values.add(rows)}`;
  return { sql, values: values.all };
}
