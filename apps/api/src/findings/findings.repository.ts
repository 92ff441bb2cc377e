import { Injectable } from '@nestjs/common';
import type { MemberId } from '@vitrine/contracts';
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

export interface StatusChange {
  readonly status: string;
  readonly reason: string | null;
  readonly until: string | null;
  readonly ownerId: MemberId | null;
  readonly by: string;
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

  /** History follows by itself: the table writes down every step (0017). */
  async changeStatus(tx: OrganizationTransaction, id: string, change: StatusChange): Promise<void> {
    await tx.query(
      `update vitrine.finding set status = $3, status_reason = $4, waived_until = $5, waiver_owner_id = $6, status_by = $7, version = version + 1 where organization_id = $1 and id = $2`,
      [tx.organizationId, id, change.status, change.reason, change.until, change.ownerId, change.by],
    );
  }

  async assign(tx: OrganizationTransaction, id: string, memberId: MemberId | null, by: string): Promise<void> {
    await tx.query(`update vitrine.finding set assignee_id = $3, status_by = $4, version = version + 1 where organization_id = $1 and id = $2`, [
      tx.organizationId,
      id,
      memberId,
      by,
    ]);
  }

  /** Whether somebody can be asked to see to a finding: a member who was not removed. */
  async isActiveMember(tx: OrganizationTransaction, memberId: MemberId): Promise<boolean> {
    const { rowCount } = await tx.query(`select 1 from vitrine.member where organization_id = $1 and id = $2 and state = 'active'`, [
      tx.organizationId,
      memberId,
    ]);
    return rowCount === 1;
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
