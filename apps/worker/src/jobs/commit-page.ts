import type { Pool } from 'pg';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import { advanceAndCommit, tellAndCommit, type AuditEvent } from './advance-audit.js';
import type { PackedRows } from './bulk-insert.js';
import type { ClaimedJob } from './claimed-job.js';
import { insertJobs, type NewJob } from './insert-jobs.js';
import { JobInterrupted } from './job-interrupted.js';
import { insertPage, type PageRecord } from './page-record.js';
import { cutMetricsJobs, writeCandidates, type CandidateRow } from './write-candidates.js';
import { writeFindings, type FindingRow, type WrittenFinding } from './write-findings.js';
import { writeLookupKeys, type LookupKeyRow } from './write-lookup-keys.js';
import { writeResources } from './write-resources.js';

/** Everything that one page of work leaves behind. All of it or nothing. */
export interface PageCommit {
  /** Where the next page begins; `end` ends the job well; a code ends it badly, with this page as its last word. */
  readonly next: { readonly token: string } | 'end' | { readonly errorCode: string };
  readonly page: PageRecord;
  /** As `packResources` made them. */
  readonly resources?: readonly PackedRows[];
  readonly findings?: readonly FindingRow[];
  readonly lookupKeys?: readonly LookupKeyRow[];
  readonly candidates?: readonly CandidateRow[];
  /** Candidates per metrics job; absent where the reader has no rule with metrics. */
  readonly metricsBatch?: number;
  readonly children?: readonly NewJob[];
  /** Merged into the job's detail: counts, ids and codes. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly events?: readonly AuditEvent[];
  /** Whatever else belongs to the page, after the fence was checked. */
  readonly write?: (transaction: OrganizationTransaction) => Promise<void>;
}

export interface CommittedPage {
  /** The job as it now stands: next page, same fence. */
  readonly job: ClaimedJob;
  readonly findings: readonly WrittenFinding[];
}

const tokenOf = (next: PageCommit['next']): string | null => (next !== 'end' && 'token' in next ? next.token : null);
const errorOf = (next: PageCommit['next']): string | null => (next !== 'end' && 'errorCode' in next ? next.errorCode : null);
const stateOf = (next: PageCommit['next']): 'running' | 'done' | 'failed' => (next === 'end' ? 'done' : 'token' in next ? 'running' : 'failed');

/** At most so many ids travel in one event. */
const idsPerEvent = 20;

/**
 * The page transaction (design §3): (a) advance the job under its fence, (b) the page, (c) changed rows, (d) children, (e) the audit's
 * numbers under its lock. No cloud call inside.
 * @throws JobInterrupted and nothing is written, when the fence moved, the page was committed before, a cancel is asked or the connection is closed
 */
export async function commitPage(pool: Pool, job: ClaimedJob, commit: PageCommit): Promise<CommittedPage> {
  const { auditId } = job;
  if (auditId === null) throw new TypeError('commitPage: a page belongs to an audit');
  return await withOrganization(pool, job.organizationId, async (transaction) => {
    const advanced = await advanceJob(transaction, job, commit);
    // The connection is a pipeline: none of these needs the answer to another, and the fence is checked.
    const writing = [
      writeFindings(transaction, commit.findings ?? []),
      insertPage(transaction, { jobId: job.id, auditId, pageNo: job.pageNo }, commit.page),
      writeResources(transaction, commit.resources ?? []),
      writeLookupKeys(transaction, commit.lookupKeys ?? []),
      writeCandidates(transaction, commit.candidates ?? []),
    ] as const;
    // All have ended before the transaction does, also when one failed: nothing may be sent behind a rollback.
    await Promise.allSettled(writing);
    const [findings] = await Promise.all(writing);
    await commit.write?.(transaction);
    const children = commit.children ?? [];
    const events = [...(commit.events ?? []), ...pageEvents(job, commit, findings)];
    if (children.length === 0 && commit.metricsBatch === undefined && stateOf(commit.next) === 'running') {
      await tellAndCommit(transaction, auditId, events);
      return { job: advanced, findings };
    }
    await insertJobs(transaction, children);
    const cut = await cutBatches(transaction, job, commit, auditId);
    await advanceAndCommit(transaction, {
      auditId,
      connectionId: job.connectionId,
      opened: children.length + cut,
      ended: stateOf(commit.next) === 'running' ? 0 : 1,
      events,
    });
    return { job: advanced, findings };
  });
}

async function advanceJob(transaction: OrganizationTransaction, job: ClaimedJob, commit: PageCommit): Promise<ClaimedJob> {
  const token = tokenOf(commit.next);
  // First statement of all: the row lock that it takes is what stops a zombie, and holds until everything is written.
  const { rowCount } = await transaction.query(
    `update vitrine.job j set page_no = j.page_no + 1, page_token = $5, attempt = 0, lost_holders = 0, detail = j.detail || $6::jsonb,
       state = $7, error_code = $8, ended_at = case when $7 = 'running' then null else now() end, lease_until = case when $7 = 'running' then j.lease_until end
     where j.organization_id = $1 and j.id = $2 and j.fence = $3 and j.page_no = $4 and j.state = 'running'
       and not exists (select 1 from vitrine.audit a where a.organization_id = $1 and a.id = j.audit_id and a.cancel_requested_at is not null)
       and exists (select 1 from vitrine.connection c where c.organization_id = $1 and c.id = j.connection_id and c.state not in ('rejected', 'revoked', 'purged'))`,
    [job.organizationId, job.id, job.fence, job.pageNo, token, JSON.stringify(commit.detail ?? {}), stateOf(commit.next), errorOf(commit.next)],
    'prepared',
  );
  if (rowCount === 0) throw new JobInterrupted(await whyNot(transaction, job));
  return { ...job, pageNo: job.pageNo + 1, pageToken: token, attempt: 0, detail: { ...job.detail, ...commit.detail } };
}

async function whyNot(transaction: OrganizationTransaction, job: ClaimedJob): Promise<'fenced' | 'cancelled' | 'revoked'> {
  const { rows } = await transaction.query<{ held: boolean; cancelled: boolean }>(
    `select j.fence = $3 and j.page_no = $4 and j.state = 'running' as held, a.cancel_requested_at is not null as cancelled
     from vitrine.job j join vitrine.audit a on a.organization_id = j.organization_id and a.id = j.audit_id where j.organization_id = $1 and j.id = $2`,
    [job.organizationId, job.id, job.fence, job.pageNo],
  );
  const [row] = rows;
  if (row?.held !== true) return 'fenced';
  return row.cancelled ? 'cancelled' : 'revoked';
}

async function cutBatches(
  transaction: OrganizationTransaction,
  job: ClaimedJob,
  commit: PageCommit,
  auditId: NonNullable<ClaimedJob['auditId']>,
): Promise<number> {
  if (commit.metricsBatch === undefined || job.reader === null || job.scope === null) return 0;
  return await cutMetricsJobs(transaction, {
    auditId,
    connectionId: job.connectionId,
    queue: job.queue,
    reader: job.reader,
    scope: job.scope,
    cursorJobId: job.id,
    traceId: job.traceId,
    batch: commit.metricsBatch,
    flush: stateOf(commit.next) !== 'running',
  });
}

function pageEvents(job: ClaimedJob, commit: PageCommit, findings: readonly WrittenFinding[]): AuditEvent[] {
  const events: AuditEvent[] = [];
  const failing = findings.filter((finding) => finding.verdict === 'fail');
  const ref = { jobId: job.id, jobKind: job.kind, reader: job.reader, scope: job.scope };
  if (failing.length > 0)
    events.push({ kind: 'finding', ref: { jobId: job.id, count: failing.length, findingIds: failing.slice(0, idsPerEvent).map((finding) => finding.id) } });
  for (const spot of commit.page.blindSpots) {
    events.push({ kind: 'blind-spot', ref: { ...ref, ruleId: spot.ruleId, operation: spot.operation, permission: spot.permission, reason: spot.reason } });
  }
  events.push({ kind: 'page', ref: { ...ref, pageNo: job.pageNo, items: commit.page.items, findings: failing.length } });
  const state = stateOf(commit.next);
  if (state !== 'running') events.push({ kind: 'job-ended', ref: { ...ref, state, errorCode: errorOf(commit.next) } });
  return events;
}
