import { jobIdSchema, newId, type AuditId, type ConnectionId, type QueueName } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { bulkInserter } from './bulk-insert.js';
import { byHash } from './by-hash.js';

/** An item that survived the cheap conditions and now asks for metrics. */
export interface CandidateRow {
  readonly auditId: string;
  readonly jobId: string;
  readonly pageNo: number;
  readonly itemNo: number;
  readonly reader: string;
  readonly scope: string;
  readonly rules: readonly string[];
  readonly item: unknown;
  /** `{ [ruleId]: { [lookup]: answer } }` as the page used them. */
  readonly lookups: unknown;
}

/** Rule ids are kebab-case and dots, so the literal needs no escape; anything else is quoted all the same. */
const arrayLiteral = (values: readonly string[]): string => `{${values.map((value) => JSON.stringify(value)).join(',')}}`;

const insertCandidates = bulkInserter<CandidateRow>({
  table: 'vitrine.candidate',
  columns: [
    { name: 'audit_id', type: 'uuid', value: (row) => row.auditId },
    { name: 'job_id', type: 'uuid', value: (row) => row.jobId },
    { name: 'page_no', type: 'integer', value: (row) => row.pageNo },
    { name: 'item_no', type: 'integer', value: (row) => row.itemNo },
    { name: 'reader', type: 'text', value: (row) => row.reader },
    { name: 'scope', type: 'text', value: (row) => row.scope },
    { name: 'rules', type: 'text[]', value: (row) => arrayLiteral(row.rules) },
    { name: 'item', type: 'jsonb', value: (row) => JSON.stringify(row.item) },
    { name: 'lookups', type: 'jsonb', value: (row) => JSON.stringify(row.lookups) },
  ],
  tail: 'on conflict do nothing',
});

export async function writeCandidates(transaction: OrganizationTransaction, rows: readonly CandidateRow[]): Promise<void> {
  await insertCandidates(transaction, rows);
}

export interface MetricsCut {
  readonly auditId: AuditId;
  readonly connectionId: ConnectionId;
  readonly queue: QueueName;
  readonly reader: string;
  readonly scope: string;
  /** The cursor that found them, so that a restart can find its metrics again; nobody else's candidates go into them. */
  readonly cursorJobId: string;
  readonly traceId: string | null;
  /** Candidates per metrics job: what fills the provider's batches exactly. */
  readonly batch: number;
  /** The cursor ends: the remainder goes too. */
  readonly flush: boolean;
}

/**
 * Cuts waiting candidates of one cursor into metrics jobs, in full batches across pages. To be called under the lock of the cursor's own row, which
 * every page of it takes first: two that cut at once would each take half a batch. @returns the number of jobs made
 */
export async function cutMetricsJobs(transaction: OrganizationTransaction, cut: MetricsCut): Promise<number> {
  const { organizationId } = transaction;
  const waiting = `organization_id = $1 and audit_id = $2 and job_id = $3 and metrics_job_id is null`;
  const ofCursor = [organizationId, cut.auditId, cut.cursorJobId];
  const { rows } = await transaction.query<{ n: number }>(`select count(*)::int as n from vitrine.candidate where ${waiting}`, ofCursor, 'prepared');
  const total = rows[0]?.n ?? 0;
  const batches = cut.flush ? Math.ceil(total / cut.batch) : Math.floor(total / cut.batch);
  if (batches === 0) return 0;
  const ids = Array.from({ length: batches }, () => newId(jobIdSchema));
  await transaction.query(
    `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, reader, scope, queue, detail, trace_id)
     select $1, id, 'metrics', $2, $3, $4, $5, $6, $7::jsonb, $8 from unnest($9::uuid[]) as id`,
    [organizationId, cut.auditId, cut.connectionId, cut.reader, cut.scope, cut.queue, JSON.stringify({ cursorJobId: cut.cursorJobId }), cut.traceId, ids],
  );
  await byHash(
    transaction,
    `with numbered as (
       select job_id, page_no, item_no, (row_number() over (order by job_id, page_no, item_no) - 1) / $4 as batch from vitrine.candidate where ${waiting})
     update vitrine.candidate c set metrics_job_id = ($5::uuid[])[numbered.batch + 1] from numbered
     where c.organization_id = $1 and c.audit_id = $2 and c.job_id = numbered.job_id and c.page_no = numbered.page_no and c.item_no = numbered.item_no
       and numbered.batch < cardinality($5::uuid[])`,
    [...ofCursor, cut.batch, ids],
  );
  return batches;
}
