import { VitrineError, type AuditId } from '@vitrine/contracts';
import { parseScope } from '@vitrine/cloud-readers';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { commitPage } from '../jobs/commit-page.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';
import type { Lease } from '../jobs/lease.js';
import { emptyPage } from '../jobs/page-record.js';
import { writeLookupKeys } from '../jobs/write-lookup-keys.js';
import type { AuditContext } from './audit-context.js';
import { billKey, chosenBill } from './bill-job.js';
import type { BillPull, BillRow } from './bill-source.js';
import { loadAudit } from './load-audit.js';
import { replaceBill } from './replace-bill.js';

const detailSchema = z.object({ scopes: z.array(z.string()).min(1), at: z.number().int(), rows: z.number().int() });
type BillDetail = z.infer<typeof detailSchema>;

const dayMs = 86_400_000;
/** Thirty complete days and the one under way. */
const pullDays = 31;

/**
 * Pulls the native bill page by page into rows that only the worker sees, and replaces the old rows with them in the last page's
 * transaction: a reader of costs sees the whole old bill or the whole new one. Bill rows never pass through a queue.
 */
export async function runBill(context: AuditContext, claimed: ClaimedJob, lease: Lease): Promise<void> {
  const audit = await loadAudit(context.pool, claimed);
  const source = chosenBill(context, claimed.cloud, audit.bill);
  if (source === null || claimed.auditId === null) throw new VitrineError({ code: 'bill-not-configured', status: 422, publicMessage: 'The connection names no bill that this Vitrine can read.' });
  const { auditId } = claimed;
  const today = Math.floor(audit.at.getTime() / dayMs) * dayMs;
  await context.lender.withSession(claimed, lease, source.operations, async (lent) => {
    let job = claimed;
    for (;;) {
      if (context.draining()) throw new JobInterrupted('drain');
      const detail = detailSchema.parse(job.detail);
      const pull: BillPull = { scope: parseScope(detail.scopes[detail.at] ?? ''), bill: audit.bill, start: new Date(today - pullDays * dayMs), end: new Date(today), pageToken: job.pageToken };
      const result = await lent.session.call(source.request(pull), lease.signal);
      if (result.outcome !== 'read') {
        await end(context, job, result, lent.takeCalls());
        return;
      }
      const { rows, next } = source.page(result.body, pull);
      lease.signal.throwIfAborted();
      const last = next === null && detail.at + 1 >= detail.scopes.length;
      const committed = await commitPage(context.pool, job, {
        next: last ? 'end' : { token: next ?? '' },
        page: { ...emptyPage, items: rows.length, calls: lent.takeCalls() },
        detail: { at: next === null ? detail.at + 1 : detail.at, rows: detail.rows + rows.length },
        write: async (transaction) => {
          await stage(transaction, auditId, job, detail, rows);
          if (last) await replaceBill(transaction, stagedAs(job), { auditId, connectionId: job.connectionId, kind: source.kind, key: billKey(job.connectionId, source) });
        },
      });
      if (last) return;
      // The next scope begins without a token; an empty one stands for it in the row.
      job = { ...committed.job, pageToken: committed.job.pageToken === '' ? null : committed.job.pageToken };
    }
  });
}

/** `lookup_key` is the worker's own table: what stands here is seen by nobody who adds up costs. */
const stagedAs = (job: ClaimedJob): string => `bill/${job.id}`;

async function stage(transaction: OrganizationTransaction, auditId: AuditId, job: ClaimedJob, detail: BillDetail, rows: readonly BillRow[]): Promise<void> {
  await writeLookupKeys(
    transaction,
    rows.map((row, index) => ({ auditId, lookup: stagedAs(job), key: String(detail.rows + index), value: row })),
  );
}

type Refusal = Exclude<Awaited<ReturnType<import('@vitrine/cloud-readers').CloudSession['call']>>, { outcome: 'read' }>;

/** Without a bill findings are priced by the list: the audit goes on and says what it lacks. */
async function end(context: AuditContext, job: ClaimedJob, refusal: Refusal, calls: ReturnType<import('./audit-context.js').LentSession['takeCalls']>): Promise<void> {
  if (refusal.outcome === 'unavailable' && refusal.retryable && job.attempt < 3) {
    throw new VitrineError({ code: 'cloud-unavailable', status: 503, publicMessage: 'The cloud did not answer.', internal: refusal.reason, retryable: true });
  }
  const denied = refusal.outcome === 'denied';
  const permission = denied ? refusal.permission : context.catalogue.permissionOf(refusal.operation);
  await commitPage(context.pool, job, {
    next: denied ? 'end' : { errorCode: 'bill-unavailable' },
    page: { ...emptyPage, calls, blindSpots: [{ ruleId: 'bill', operation: refusal.operation, permission, reason: denied ? 'no_permission' : 'unavailable' }] },
    ...(denied ? { detail: { denied: { operation: refusal.operation, permission } } } : {}),
  });
}

