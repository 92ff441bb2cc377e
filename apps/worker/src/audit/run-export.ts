import { dropOtherExports, firstDayOf, giveWay, loadDelivery, loadedDeliveries, spoolBill, type SpooledBill } from '@vitrine/billing';
import { readDeliveries, readFile, readManifest, type BillingPins, type CallResult, type ExportDelivery, type ExportedFile } from '@vitrine/cloud-readers';
import { VitrineError } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { JobInterrupted, JobPostponed } from '../jobs/job-interrupted.js';
import type { Lease } from '../jobs/lease.js';
import { emptyPage } from '../jobs/page-record.js';
import { planDailySync } from '../ledger/plan-daily-sync.js';
import { holdFence } from '../ledger/hold-fence.js';
import type { AuditContext, LentSession } from './audit-context.js';
import { billKey, pinnedFolder } from './bill-job.js';
import type { ExportedBill } from './bill-source.js';
import { commitBill, commitRefusal } from './commit-bill.js';

type Refusal = Exclude<CallResult, { outcome: 'read' }>;

/** Files of one month wait on this disk until the month is whole; packed, as the provider wrote them. */
const mostBytesOfMonth = 8 * 1024 ** 3;

const detailSchema = z.object({
  /** Months that the export holds, and those of them that were read anew. */
  months: z.number().int().default(0),
  monthsRead: z.number().int().default(0),
  rows: z.number().int().default(0),
});

/** What every step of a sync knows. */
interface Sync {
  readonly context: AuditContext;
  readonly source: ExportedBill;
  readonly pins: BillingPins;
  readonly lent: LentSession;
  readonly lease: Lease;
  readonly dataset: string;
}

/**
 * Reads an export where the provider puts it: the newest manifest of each month, and of the months whose manifest is another than at the last
 * sync all files. A month is replaced whole in one transaction, so that a reader of costs sees its old delivery or its new one; a sync that is
 * interrupted goes on with the months that are left.
 */
export async function runExport(context: AuditContext, claimed: ClaimedJob, lease: Lease, source: ExportedBill): Promise<void> {
  await context.lender.withSession(claimed, lease, source.exports.operations, async (lent) => {
    const { pins } = lent;
    const folder = pinnedFolder(pins);
    // Another bill was named since this job looked which it is.
    if (folder === null) throw new JobPostponed('bill-renamed', 1_000);
    const dataset = billKey(claimed.connectionId, source, folder);
    const sync: Sync = { context, source, pins, lent, lease, dataset };
    const listed = await readDeliveries(source.exports, pins, lent.session, lease.signal);
    if (listed.outcome !== 'read') return void (await refuse(sync, claimed, listed));
    // Nothing where an export should be is a wrong name or an export that does not run, and never a bill of nothing.
    if (listed.deliveries.length === 0) return void (await fail(sync, claimed, 'export-missing'));
    const loaded = await withOrganization(context.pool, claimed.organizationId, (transaction) => loadedDeliveries(transaction, dataset), { mode: 'read-only' });
    let job = claimed;
    for (const delivery of listed.deliveries.filter(({ period, id }) => loaded.get(period) !== id)) {
      const outcome = await readMonth(sync, job, delivery);
      if (outcome === null) return;
      job = outcome;
      if (context.draining()) throw new JobInterrupted('drain');
    }
    const detail = { ...detailSchema.parse(job.detail), months: listed.deliveries.length, spentUsd: '0' };
    await commitBill(context, job, {
      next: 'end',
      page: { ...emptyPage, calls: lent.takeCalls() },
      detail,
      write: async (transaction) => {
        await dropOtherExports(transaction, { kind: source.kind, connectionId: job.connectionId, dataset });
        await giveWay(transaction, { kind: source.kind, connectionId: job.connectionId, from: await firstDayOf(transaction, dataset) });
        await planDailySync(transaction, job.connectionId);
      },
    });
  });
}

/** One month from its manifest into the ledger. @returns the job at its next page, or null where it ended here */
async function readMonth(sync: Sync, job: ClaimedJob, delivery: ExportDelivery): Promise<ClaimedJob | null> {
  const { context, source, pins, lent, lease, dataset } = sync;
  const manifest = await readManifest(source.exports, delivery, pins, lent.session, lease.signal);
  if (manifest.outcome !== 'read') return await refuse(sync, job, manifest);
  const files: { name: string; bill: SpooledBill }[] = [];
  try {
    for (const file of manifest.files) {
      const left = mostBytesOfMonth - files.reduce((sum, { bill }) => sum + bill.content.size, 0);
      files.push({ name: file.name, bill: await spoolFile(sync, file, left) });
    }
    const { connectionId } = job;
    const { rows } = await withOrganization(context.pool, job.organizationId, async (transaction) => {
      const loaded = await loadDelivery(transaction, { kind: source.kind, connectionId, dataset, period: delivery.period, id: delivery.id, files });
      await holdFence(transaction, job);
      return loaded;
    });
    const before = detailSchema.parse(job.detail);
    return await commitBill(context, job, {
      next: { token: delivery.period },
      page: { ...emptyPage, items: rows, calls: lent.takeCalls() },
      detail: { ...before, monthsRead: before.monthsRead + 1, rows: before.rows + rows },
      write: () => Promise.resolve(),
    });
  } catch (error) {
    if (error instanceof FileRefused && tooLarge(error.refusal)) return await fail(sync, job, 'export-too-large');
    if (error instanceof FileRefused) return await refuse(sync, job, error.refusal);
    // Not tried again before the next sync: no room now is no room in a minute, and each try downloads the month once more.
    if (error instanceof VitrineError && error.code === 'spool-full') return await fail(sync, job, 'export-too-large');
    if (error instanceof VitrineError && error.code === 'focus-invalid') return await fail(sync, job, 'export-unreadable');
    throw error;
  } finally {
    for (const { bill } of files) await bill.close();
  }
}

const tooLarge = (refusal: Refusal): boolean => refusal.outcome === 'unavailable' && refusal.reason === 'file-too-large';

/** Carries a refusal out of the stream that met it. */
class FileRefused extends Error {
  constructor(readonly refusal: Refusal) {
    super('a file of the export could not be read');
  }
}

async function spoolFile({ context, source, pins, lent, lease }: Sync, { key }: ExportedFile, mostBytes: number): Promise<SpooledBill> {
  const pieces = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of readFile(source.exports, key, pins, lent.session, { signal: lease.signal, mostBytes })) {
      if (piece.outcome !== 'read') throw new FileRefused(piece);
      yield piece.bytes;
    }
  };
  return await (context.spool ?? spoolBill)(pieces());
}

async function refuse({ context, lent }: Sync, job: ClaimedJob, refusal: Refusal): Promise<null> {
  await commitRefusal(context, job, refusal, { calls: lent.takeCalls(), spentUsd: '0' });
  return null;
}

/** The bill that was there stands; the sync says by name why it did not come further. */
async function fail({ context, lent }: Sync, job: ClaimedJob, errorCode: string): Promise<null> {
  const page = { ...emptyPage, calls: lent.takeCalls() };
  await commitBill(context, job, { next: { errorCode }, page, detail: {}, write: () => Promise.resolve() });
  return null;
}
