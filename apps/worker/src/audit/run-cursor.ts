import { VitrineError, type AuditId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { commitPage } from '../jobs/commit-page.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';
import type { Lease } from '../jobs/lease.js';
import type { PageRecord } from '../jobs/page-record.js';
import type { AuditContext, LentSession } from './audit-context.js';
import { lookupsOf } from './audit-catalogue.js';
import { blindPage, countRejected, lookupBlindSpots, passedOverSpots } from './blind-spots.js';
import { digestPage, type DigestedPage } from './digest-page.js';
import { askedKeys } from './judge-page.js';
import { loadCursor, type LoadedCursor } from './load-cursor.js';
import { loadKeys } from './lookup-readings.js';
import { metricsBatchOf } from './metrics-batch.js';
import { priceFindings } from './price-findings.js';
import { readPage, type PageReading } from './read-page.js';
import { restartCursor } from './restart-cursor.js';
import { splitCursor, splits } from './split-cursor.js';

/**
 * The story of a cursor: open under the lease → one session → page by page read, judge, price, commit. Memory is one page; every page is a
 * checkpoint; what could not be read becomes a blind spot that names the permission, never an empty page.
 */
export async function runCursor(context: AuditContext, claimed: ClaimedJob, lease: Lease): Promise<void> {
  const cursor = await loadCursor(context, claimed);
  const operations = [...cursor.reader.operations, ...(context.priceReaders[claimed.cloud]?.operations ?? [])];
  await context.lender.withSession(claimed, lease, operations, async (lent) => {
    let job = claimed;
    for (;;) {
      if (context.draining()) throw new JobInterrupted('drain');
      const step = await nextStep(context, cursor, job, lent, lease);
      switch (step.outcome) {
        case 'splits':
          await splitCursor(context, cursor, job, lent.takeCalls());
          return;
        case 'digested':
          job = await commitDigested(context, cursor, job, step, lent, lease);
          if (step.next === null) return;
          break;
        case 'denied':
          await commitGap(context, cursor, job, { ...step, reason: 'no_permission' }, lent);
          return;
        case 'token-refused':
          job = await restartCursor(context.pool, job);
          break;
        case 'expired':
          await commitGap(
            context,
            cursor,
            job,
            { ...step, permission: context.catalogue.permissionOf(step.operation), reason: 'unavailable' },
            lent,
            'credential-expired',
          );
          return;
        case 'unavailable':
        case 'throttled':
          await unavailable(context, cursor, job, step, lent);
          return;
      }
    }
  });
}

function where({ scope, partition }: LoadedCursor, { pageToken, pageNo }: ClaimedJob): Parameters<typeof readPage>[2] {
  return { scope, pageToken, pageNo, ...(partition === null ? {} : { partition }) };
}

type Step = { readonly outcome: 'splits' } | ({ readonly outcome: 'digested' } & DigestedPage) | Exclude<PageReading, { outcome: 'read' }>;

/** One page, and what is left of it once it is judged: when this returns, nobody holds its items but for those that ask for metrics. */
async function nextStep(context: AuditContext, cursor: LoadedCursor, job: ClaimedJob, lent: LentSession, lease: Lease): Promise<Step> {
  const reading = await readPage(cursor.reader, lent.session, where(cursor, job), lease.signal);
  if (reading.outcome !== 'read') return reading;
  if (splits(cursor, job, reading.next)) return { outcome: 'splits' };
  const auditId = auditOf(job);
  const asked = askedKeys(cursor.rules, reading.items);
  const keys =
    asked.size === 0
      ? new Map<string, never>()
      : await withOrganization(context.pool, job.organizationId, async (transaction) => await loadKeys(transaction, auditId, asked), { mode: 'one-read' });
  return { outcome: 'digested', ...digestPage({ ...cursor, job, at: cursor.audit.at, keys, auditId }, reading) };
}

async function commitDigested(
  context: AuditContext,
  cursor: LoadedCursor,
  job: ClaimedJob,
  digested: DigestedPage,
  lent: LentSession,
  lease: Lease,
): Promise<ClaimedJob> {
  context.onJudged?.(digested.spent);
  const findings = await priceFindings({ context, job, lent, signal: lease.signal, audit: cursor.audit, reader: cursor.reader.id }, digested.findings);
  // Aborted while judging: the page in hand is dropped, nothing of it is written.
  lease.signal.throwIfAborted();
  const { next, rejected, passedOver } = digested;
  const committed = await commitPage(context.pool, job, {
    next: next === null ? 'end' : { token: next },
    page: pageRecord(context, cursor, job, digested, lent),
    resources: digested.resources,
    findings,
    lookupKeys: digested.lookupKeys,
    candidates: digested.candidates,
    ...(cursor.rules.some((rule) => Object.keys(rule.metrics).length > 0) ? { metricsBatch: context.metricsBatch ?? metricsBatchOf(job.cloud) } : {}),
    detail: {
      ...(rejected > 0 ? { rejected: rejectedBefore(job) + rejected } : {}),
      // The scope is not wholly read: nothing in it resolves, and who looks something up in it is told that it may not be there.
      ...(passedOver === undefined ? {} : { denied: { operation: passedOver.operation, permission: passedOver.permission } }),
    },
  });
  return committed.job;
}

function pageRecord(context: AuditContext, cursor: LoadedCursor, job: ClaimedJob, digested: DigestedPage, lent: LentSession): PageRecord {
  const { permissionOf } = context.catalogue;
  const untold = job.pageNo === 0 ? lookupBlindSpots(cursor.rules.flatMap(lookupsOf), cursor.lookupStates, permissionOf) : [];
  const { items, seen, standing, excluded, tallies } = digested;
  const rejected = countRejected(tallies, cursor.rules, cursor.reader, digested.rejected, permissionOf);
  const over = passedOverSpots(tallies, cursor.rules, digested.passedOver);
  return { items, seen, standing, excluded, tallies, calls: lent.takeCalls(), blindSpots: [...untold, ...rejected, ...over] };
}

interface Gap {
  readonly operation: string;
  readonly permission: string;
  readonly reason: 'no_permission' | 'unavailable';
}

/** A denied operation is an answer, so the job is done; anything else that could not be read fails it. Both keep earlier findings standing. */
async function commitGap(
  context: AuditContext,
  cursor: LoadedCursor,
  job: ClaimedJob,
  { operation, permission, reason }: Gap,
  lent: LentSession,
  errorCode?: string,
): Promise<void> {
  await commitPage(context.pool, job, {
    next: errorCode === undefined ? 'end' : { errorCode },
    page: blindPage(cursor.rules, { operation, permission, reason }, lent.takeCalls()),
    ...(errorCode === undefined ? { detail: { denied: { operation, permission } } } : {}),
    ...(cursor.rules.some((rule) => Object.keys(rule.metrics).length > 0) ? { metricsBatch: context.metricsBatch ?? metricsBatchOf(job.cloud) } : {}),
  });
}

async function unavailable(
  context: AuditContext,
  cursor: LoadedCursor,
  job: ClaimedJob,
  reading: { readonly outcome: string; readonly operation: string; readonly retryable?: boolean; readonly reason?: string },
  lent: LentSession,
): Promise<void> {
  if (reading.retryable === true && job.attempt < 3) {
    throw new VitrineError({
      code: 'cloud-unavailable',
      status: 503,
      publicMessage: 'The cloud did not answer.',
      internal: reading.reason ?? reading.outcome,
      retryable: true,
    });
  }
  const permission = context.catalogue.permissionOf(reading.operation);
  await commitGap(context, cursor, job, { operation: reading.operation, permission, reason: 'unavailable' }, lent, 'cloud-unavailable');
}

function auditOf(job: ClaimedJob): AuditId {
  if (job.auditId === null) throw new VitrineError({ code: 'job-without-audit', status: 500, publicMessage: 'An internal error occurred.' });
  return job.auditId;
}

const rejectedBefore = (job: ClaimedJob): number => (typeof job.detail['rejected'] === 'number' ? job.detail['rejected'] : 0);
