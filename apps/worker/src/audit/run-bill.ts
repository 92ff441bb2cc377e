import { VitrineError, type AuditId } from '@vitrine/contracts';
import { parseScope, readBill, type BillPage, type BillRow } from '@vitrine/cloud-readers';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { loadPins } from '../credentials/load-pins.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { commitPage } from '../jobs/commit-page.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';
import type { Lease } from '../jobs/lease.js';
import { emptyPage, type CallCounts } from '../jobs/page-record.js';
import { writeLookupKeys } from '../jobs/write-lookup-keys.js';
import type { AuditContext } from './audit-context.js';
import { billKey, chosenBill } from './bill-job.js';
import type { BillSource } from './bill-source.js';
import { loadAudit } from './load-audit.js';
import { replaceBill } from './replace-bill.js';

const detailSchema = z.object({ scopes: z.array(z.string()).min(1), at: z.number().int(), rows: z.number().int() });
type BillDetail = z.infer<typeof detailSchema>;
type Read = Extract<BillPage, { outcome: 'read' }>;

const dayMs = 86_400_000;
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * Pulls the native bill page by page into rows that only the worker sees, and replaces the old rows with them in the last page's
 * transaction: a reader of costs sees the whole old bill or the whole new one. Bill rows never pass through a queue.
 */
export async function runBill(context: AuditContext, claimed: ClaimedJob, lease: Lease): Promise<void> {
  const audit = await loadAudit(context.pool, claimed);
  const source = chosenBill(context, claimed.cloud, audit.bill);
  if (source === null)
    throw new VitrineError({ code: 'bill-not-configured', status: 422, publicMessage: 'The connection names no bill that this Vitrine can read.' });
  const { reader } = source;
  const today = Math.floor(audit.at.getTime() / dayMs) * dayMs;
  // Complete days only, as many as the provider gives and the run rate looks at.
  const period = { from: day(today - Math.min(30, reader.longestDays) * dayMs), to: day(today) };
  const pins = await loadPins(context.pool, claimed);
  await context.lender.withSession(claimed, lease, reader.operations, async (lent) => {
    let job = claimed;
    for (let detail = detailSchema.parse(job.detail); detail.at < detail.scopes.length; detail = detailSchema.parse(job.detail)) {
      const input = { scope: parseScope(detail.scopes[detail.at] ?? ''), pins, ...period, pageToken: job.pageToken === '' ? null : job.pageToken };
      for await (const page of readBill(reader, input, lent.session, lease.signal)) {
        if (page.outcome !== 'read') {
          await commitRefusal(context, job, page, lent.takeCalls());
          return;
        }
        lease.signal.throwIfAborted();
        job = await commitBillPage(context, source, job, page, lent.takeCalls());
        if (context.draining() && detailSchema.parse(job.detail).at < detail.scopes.length) throw new JobInterrupted('drain');
      }
    }
  });
}

async function commitBillPage(context: AuditContext, source: BillSource, job: ClaimedJob, { rows, next }: Read, calls: CallCounts): Promise<ClaimedJob> {
  const { auditId } = job;
  if (auditId === null) throw new VitrineError({ code: 'job-without-audit', status: 500, publicMessage: 'An internal error occurred.' });
  const detail = detailSchema.parse(job.detail);
  const at = next === null ? detail.at + 1 : detail.at;
  const last = at >= detail.scopes.length;
  const committed = await commitPage(context.pool, job, {
    // The next scope begins without a token; an empty one stands for it in the row.
    next: last ? 'end' : { token: next ?? '' },
    page: { ...emptyPage, items: rows.length, calls },
    detail: { at, rows: detail.rows + rows.length },
    write: async (transaction) => {
      await stage(transaction, auditId, job, detail, rows);
      if (last)
        await replaceBill(transaction, stagedAs(job), { auditId, connectionId: job.connectionId, kind: source.kind, key: billKey(job.connectionId, source) });
    },
  });
  return committed.job;
}

/** `lookup_key` is the worker's own table: what stands here is seen by nobody who adds up costs. */
const stagedAs = (job: ClaimedJob): string => `bill/${job.id}`;

async function stage(transaction: OrganizationTransaction, auditId: AuditId, job: ClaimedJob, detail: BillDetail, rows: readonly BillRow[]): Promise<void> {
  await writeLookupKeys(
    transaction,
    rows.map((row, index) => ({ auditId, lookup: stagedAs(job), key: String(detail.rows + index), value: row })),
  );
}

/** Without a bill findings are priced by the list: the audit goes on and says what it lacks. */
async function commitRefusal(context: AuditContext, job: ClaimedJob, refusal: Exclude<BillPage, { outcome: 'read' }>, calls: CallCounts): Promise<void> {
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
