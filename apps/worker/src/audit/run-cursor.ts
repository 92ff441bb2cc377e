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
import { askedKeys, judgePage, resourceRows, type JudgedPage } from './judge-page.js';
import { keysGiven } from './keys-given.js';
import { loadCursor, type LoadedCursor } from './load-cursor.js';
import { loadKeys } from './lookup-readings.js';
import { metricsBatchOf } from './metrics-batch.js';
import { priceFindings } from './price-findings.js';
import { readPage, type PageReading } from './read-page.js';
import { restartCursor } from './restart-cursor.js';
import { splitCursor, splits } from './split-cursor.js';

type Read = Extract<PageReading, { outcome: 'read' }>;

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
      const reading = await readPage(cursor.reader, lent.session, where(cursor, job), lease.signal);
      switch (reading.outcome) {
        case 'read':
          if (splits(cursor, job, reading.next)) {
            await splitCursor(context, cursor, job, lent.takeCalls());
            return;
          }
          job = await commitRead(context, cursor, job, reading, lent, lease);
          if (reading.next === null) return;
          break;
        case 'denied':
          await commitGap(context, cursor, job, { ...reading, reason: 'no_permission' }, lent);
          return;
        case 'token-refused':
          job = await restartCursor(context.pool, job);
          break;
        case 'expired':
          await commitGap(
            context,
            cursor,
            job,
            { ...reading, permission: context.catalogue.permissionOf(reading.operation), reason: 'unavailable' },
            lent,
            'credential-expired',
          );
          return;
        case 'unavailable':
        case 'throttled':
          await unavailable(context, cursor, job, reading, lent);
          return;
      }
    }
  });
}

function where({ scope, partition }: LoadedCursor, { pageToken, pageNo }: ClaimedJob): Parameters<typeof readPage>[2] {
  return { scope, pageToken, pageNo, ...(partition === null ? {} : { partition }) };
}

async function commitRead(context: AuditContext, cursor: LoadedCursor, job: ClaimedJob, reading: Read, lent: LentSession, lease: Lease): Promise<ClaimedJob> {
  const auditId = auditOf(job);
  const asked = askedKeys(cursor.rules, reading.items);
  const keys =
    asked.size === 0
      ? new Map<string, never>()
      : await withOrganization(context.pool, job.organizationId, async (transaction) => await loadKeys(transaction, auditId, asked), { mode: 'one-read' });
  const judged = judgePage({ ...cursor, job, at: cursor.audit.at, keys }, reading.items);
  context.onJudged?.(judged.spent);
  const findings = await priceFindings({ context, job, lent, signal: lease.signal, audit: cursor.audit, reader: cursor.reader.id }, judged.findings);
  // Aborted while judging: the page in hand is dropped, nothing of it is written.
  lease.signal.throwIfAborted();
  const committed = await commitPage(context.pool, job, {
    next: reading.next === null ? 'end' : { token: reading.next },
    page: pageRecord(context, cursor, job, reading, judged, lent),
    resources: resourceRows({ ...cursor, job }, reading.items, judged.identities),
    findings,
    lookupKeys: keysGiven(cursor.gives, reading.items, auditId),
    candidates: judged.candidates.map((candidate) => ({
      ...candidate,
      auditId,
      jobId: job.id,
      pageNo: job.pageNo,
      reader: cursor.reader.id,
      scope: job.scope ?? '',
    })),
    ...(cursor.rules.some((rule) => Object.keys(rule.metrics).length > 0) ? { metricsBatch: context.metricsBatch ?? metricsBatchOf(job.cloud) } : {}),
    detail: {
      ...(reading.rejected.length > 0 ? { rejected: rejectedBefore(job) + reading.rejected.length } : {}),
      // The scope is not wholly read: nothing in it resolves, and who looks something up in it is told that it may not be there.
      ...(reading.passedOver === undefined ? {} : { denied: { operation: reading.passedOver.operation, permission: reading.passedOver.permission } }),
    },
  });
  return committed.job;
}

function pageRecord(context: AuditContext, cursor: LoadedCursor, job: ClaimedJob, reading: Read, judged: JudgedPage, lent: LentSession): PageRecord {
  const { permissionOf } = context.catalogue;
  const untold = job.pageNo === 0 ? lookupBlindSpots(cursor.rules.flatMap(lookupsOf), cursor.lookupStates, permissionOf) : [];
  const { seen, standing, excluded, tallies } = judged;
  const rejected = countRejected(tallies, cursor.rules, cursor.reader, reading.rejected.length, permissionOf);
  const over = passedOverSpots(tallies, cursor.rules, reading.passedOver);
  return { items: reading.items.length, seen, standing, excluded, tallies, calls: lent.takeCalls(), blindSpots: [...untold, ...rejected, ...over] };
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
