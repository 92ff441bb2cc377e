import { decimalText, exact, VitrineError } from '@vitrine/contracts';
import { parseScope, readBill, scopeText, type BillingPins, type BillPage } from '@vitrine/cloud-readers';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';
import type { Lease } from '../jobs/lease.js';
import { emptyPage } from '../jobs/page-record.js';
import { loadBillScopes } from '../ledger/load-bill-scopes.js';
import { meteredSession } from '../ledger/metered-session.js';
import { affordableBytes, bookExpense } from '../ledger/spend-budget.js';
import { planDailySync } from '../ledger/plan-daily-sync.js';
import { stageRows } from '../ledger/stage-rows.js';
import type { AuditContext } from './audit-context.js';
import { billKey, chosenBill } from './bill-job.js';
import type { PulledBill } from './bill-source.js';
import { commitBill, commitRefusal, type Taken } from './commit-bill.js';
import { loadAudit } from './load-audit.js';
import { replaceBill } from './replace-bill.js';
import { runExport } from './run-export.js';

const detailSchema = z.object({
  scopes: z.array(z.string()).min(1),
  at: z.number().int(),
  rows: z.number().int(),
  /** Days that are pulled, fixed by the first page: a pull that goes over midnight is still of one period. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** What the pull has cost the customer so far. */
  spentUsd: z.string(),
});
type BillDetail = z.infer<typeof detailSchema>;
type Read = Extract<BillPage, { outcome: 'read' }>;

const dayMs = 86_400_000;
const added = (one: string, other: string): string => decimalText(exact(one).plus(exact(other)));
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * Pulls the native bill page by page into rows that only the worker sees, and puts them in the place of the old rows in the last page's
 * transaction: a reader of costs sees the whole old bill or the whole new one. Bill rows never pass through a queue. With or without an
 * audit: a sync by schedule or on demand is the same pull.
 */
export async function runBill(context: AuditContext, claimed: ClaimedJob, lease: Lease): Promise<void> {
  const audit = await loadAudit(context.pool, claimed);
  const source = chosenBill(context, claimed.cloud, audit.bill);
  if (source === null)
    throw new VitrineError({ code: 'bill-not-configured', status: 422, publicMessage: 'The connection names no bill that this Vitrine can read.' });
  if ('exports' in source) return await runExport(context, claimed, lease, source);
  const { reader } = source;
  let job: ClaimedJob = { ...claimed, detail: { ...(await firstDetail(context, claimed, source, audit.at)), ...claimed.detail } };
  await context.lender.withSession(claimed, lease, reader.operations, async (lent) => {
    const pins = await affordablePins(context, claimed, lent.pins);
    const metered = meteredSession(lent.session, (expense) => bookExpense(context.pool, claimed, expense));
    for (let detail = detailSchema.parse(job.detail); detail.at < detail.scopes.length; detail = detailSchema.parse(job.detail)) {
      const { from, to } = detail;
      const input = { scope: parseScope(detail.scopes[detail.at] ?? ''), pins, from, to, pageToken: job.pageToken === '' ? null : job.pageToken };
      for await (const page of readBill(reader, input, metered.session, lease.signal)) {
        const taken = { calls: lent.takeCalls(), spentUsd: metered.takeUsd() };
        if (page.outcome !== 'read') {
          await commitRefusal(context, job, page, { ...taken, spentUsd: added(detailSchema.parse(job.detail).spentUsd, taken.spentUsd) });
          return;
        }
        lease.signal.throwIfAborted();
        job = await commitBillPage(context, source, job, page, taken);
        if (context.draining() && detailSchema.parse(job.detail).at < detail.scopes.length) throw new JobInterrupted('drain');
      }
    }
  });
}

/** Complete days only, as many as the provider gives and the run rate looks at. A job that was asked for outside an audit learns its scopes here. */
async function firstDetail(context: AuditContext, job: ClaimedJob, { reader }: PulledBill, at: Date): Promise<BillDetail> {
  const today = Math.floor(at.getTime() / dayMs) * dayMs;
  const scopes = job.detail['scopes'] === undefined ? (await loadBillScopes(context.pool, job)).map(scopeText) : [''];
  if (scopes.length === 0) throw new VitrineError({ code: 'estate-unknown', status: 422, publicMessage: 'The connection has not been validated yet.' });
  return { scopes, at: 0, rows: 0, from: day(today - Math.min(30, reader.longestDays) * dayMs), to: day(today), spentUsd: '0' };
}

/** BigQuery refuses a query that would scan more than the budget has left. */
async function affordablePins(context: AuditContext, job: ClaimedJob, pins: BillingPins): Promise<BillingPins> {
  if (pins.bigQuery === undefined) return pins;
  const most = await affordableBytes(context.pool, job.organizationId, BigInt(pins.bigQuery.maximumBytesBilled));
  return { ...pins, bigQuery: { ...pins.bigQuery, maximumBytesBilled: most.toString() } };
}

async function commitBillPage(context: AuditContext, source: PulledBill, job: ClaimedJob, { rows, next }: Read, taken: Taken): Promise<ClaimedJob> {
  const detail = detailSchema.parse(job.detail);
  const at = next === null ? detail.at + 1 : detail.at;
  const last = at >= detail.scopes.length;
  return await commitBill(context, job, {
    // The next scope begins without a token; an empty one stands for it in the row.
    next: last ? 'end' : { token: next ?? '' },
    page: { ...emptyPage, items: rows.length, calls: taken.calls },
    detail: { ...detail, at, rows: detail.rows + rows.length, spentUsd: added(detail.spentUsd, taken.spentUsd) },
    write: async (transaction) => {
      await stageRows(transaction, job.id, detail.rows, rows);
      if (!last) return;
      const key = billKey(job.connectionId, source);
      await replaceBill(transaction, { jobId: job.id, connectionId: job.connectionId, kind: source.kind, key, from: detail.from });
      await planDailySync(transaction, job.connectionId);
    },
  });
}
