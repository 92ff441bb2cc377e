import { jobIdSchema, newId, queueOf, VitrineError, type AuditId } from '@vitrine/contracts';
import { scopeText } from '@vitrine/cloud-readers';
import { withOrganization } from '@vitrine/tenancy';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { commitPage } from '../jobs/commit-page.js';
import { endJob } from '../jobs/end-job.js';
import type { NewJob } from '../jobs/insert-jobs.js';
import type { Lease } from '../jobs/lease.js';
import { emptyPage } from '../jobs/page-record.js';
import type { AuditContext } from './audit-context.js';
import { rulesOf } from './audit-catalogue.js';
import { chosenEstate } from './audit-settings.js';
import { billJob } from './bill-job.js';
import { loadAudit } from './load-audit.js';
import { planCursors, type PlannedCursor } from './plan-cursors.js';
import { checkConnection, storeValidation, type CheckedConnection } from './validate-connection.js';

/**
 * An audit's first job: check the principal again, find what it sees, and cut the work into one cursor per reader and scope. All of it is
 * one page, so a plan is there whole or not at all.
 */
export async function planAudit(context: AuditContext, job: ClaimedJob, lease: Lease): Promise<void> {
  const { auditId } = job;
  if (auditId === null) throw new VitrineError({ code: 'job-without-audit', status: 500, publicMessage: 'An internal error occurred.' });
  const audit = await loadAudit(context.pool, job);
  const checked = await checkConnection(context, job, lease, audit);
  if (checked.judgement.state === 'rejected') {
    await refuse(context, job, checked);
    return;
  }
  const estate = chosenEstate(checked.validation.estate, audit.settings);
  const cursors = planCursors({ rules: rulesOf(context.catalogue, job.cloud, audit.rules), estate, newJobId: () => jobIdSchema.parse(newId(jobIdSchema)) });
  const bill = await withOrganization(
    context.pool,
    job.organizationId,
    async (transaction) => await billJob(transaction, context, job, auditId, audit, estate),
    { mode: 'read-only' },
  );
  await commitPage(context.pool, job, {
    next: 'end',
    page: { ...emptyPage, calls: checked.calls },
    children: children(job, auditId, cursors, bill),
    detail: { cursors: cursors.length, bill: bill !== null },
    events: [
      { kind: 'started', ref: { cloud: job.cloud } },
      { kind: 'planned', ref: { cursors: cursors.length, accounts: estate.accounts.length, regions: estate.regions.length } },
    ],
    write: async (transaction) => {
      await storeValidation(transaction, job, checked);
    },
  });
}

/** A principal that gained write: the connection is rejected and this audit with it, before any resource was read. */
async function refuse(context: AuditContext, job: ClaimedJob, checked: CheckedConnection): Promise<void> {
  await endJob(context.pool, job, { state: 'failed', errorCode: checked.judgement.code }, async (transaction) => {
    await storeValidation(transaction, job, checked);
    return [];
  });
}

function children(job: ClaimedJob, auditId: AuditId, cursors: readonly PlannedCursor[], bill: NewJob | null): NewJob[] {
  const jobs = cursors.map((cursor): NewJob => ({
    id: cursor.id,
    kind: 'cursor',
    auditId,
    connectionId: job.connectionId,
    reader: cursor.reader.id,
    scope: scopeText(cursor.scope),
    queue: queueOf('cursor', job.cloud),
    // Money comes from the bill where there is one, so who judges waits for it.
    waitsFor: bill === null || cursor.pass === 'keys' ? cursor.waitsFor : [...cursor.waitsFor, bill.id],
    detail: { pass: cursor.pass },
    traceId: job.traceId,
  }));
  return bill === null ? jobs : [bill, ...jobs];
}
