import { VitrineError, type AuditId } from '@vitrine/contracts';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { cancelAudit } from '../jobs/cancel-audit.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import { JobPostponed } from '../jobs/job-interrupted.js';
import type { AuditContext } from './audit-context.js';
import { rulesOf } from './audit-catalogue.js';
import { auditEnd, countJobs, findingsBySeverity, summarizePages, type AuditEnd } from './audit-summary.js';
import { competeSavings, type SavingTotal } from './compete-savings.js';
import { eraseBorrowed } from './erase-borrowed.js';
import { loadAudit } from './load-audit.js';
import { markGone, resolveFindings } from './resolve-findings.js';

const auditSchema = z.object({ cancelRequested: z.boolean(), errorCode: z.string().nullable(), open: z.number() });

/** How long a finalize that came early (a cancel, while jobs still run) stands back. */
const standBackMs = 1_000;

/**
 * The only place that resolves findings and sets totals, in one transaction under the job's fence. A cancelled audit resolves nothing and
 * keeps its findings provisional; an audit whose plan failed has seen nothing.
 */
export async function finalizeAudit(context: AuditContext, job: ClaimedJob): Promise<void> {
  const { auditId } = job;
  if (auditId === null) throw new VitrineError({ code: 'job-without-audit', status: 500, publicMessage: 'An internal error occurred.' });
  const audit = await loadAudit(context.pool, job);
  const rules = rulesOf(context.catalogue, job.cloud, audit.rules).map((rule) => rule.id);
  const asked = await settleOpenJobs(context, job, auditId);
  await eraseBorrowed(context.pool, job, audit.kind);
  await endJob(context.pool, job, { state: 'done', errorCode: null }, async (transaction) => {
    const summary = await summarizePages(transaction, auditId);
    const jobs = await countJobs(transaction, auditId);
    const end = auditEnd(asked.cancelled, jobs, summary.coverage.blindSpots);
    const judged = end.state === 'completed' || end.state === 'partial';
    const resolved = judged ? await resolveFindings(transaction, { auditId, connectionId: job.connectionId, rules }) : 0;
    const gone = judged ? await markGone(transaction, { auditId, connectionId: job.connectionId }) : 0;
    const savings = judged ? await settleFindings(transaction, job) : [];
    const findings = await findingsBySeverity(transaction, job.connectionId);
    await transaction.query(`delete from vitrine.candidate where organization_id = $1 and audit_id = $2`, [job.organizationId, auditId]);
    await transaction.query(`delete from vitrine.lookup_key where organization_id = $1 and audit_id = $2`, [job.organizationId, auditId]);
    await endAudit(transaction, auditId, end, { savings, findings, resolved, gone, jobs, coverage: summary.coverage }, summary.receipt);
    // A client that reads `ended` may close its stream, so nothing comes after it.
    return [
      { kind: 'finalized', ref: { resolved } },
      { kind: 'ended', ref: { state: end.state, errorCode: end.errorCode } },
    ];
  });
}

/** A cancel may bring finalize before its time: what nobody runs is ended here, what runs is waited for. */
async function settleOpenJobs(context: AuditContext, job: ClaimedJob, auditId: AuditId): Promise<{ readonly cancelled: boolean }> {
  const state = await withOrganization(context.pool, job.organizationId, async (transaction) => {
    const [before] = await transaction.read(
      auditSchema,
      `select a.cancel_requested_at is not null as "cancelRequested", a.error_code as "errorCode",
         (select count(*)::int from vitrine.job j where j.organization_id = $1 and j.audit_id = $2 and j.kind <> 'finalize' and j.state in ('queued', 'running')) as open
       from vitrine.audit a where a.organization_id = $1 and a.id = $2`,
      [job.organizationId, auditId],
    );
    if (before === undefined) throw new VitrineError({ code: 'audit-missing', status: 500, publicMessage: 'An internal error occurred.' });
    if (before.cancelRequested && before.open > 0) await cancelAudit(transaction, auditId, null);
    return before;
  });
  if (state.open > 0) throw new JobPostponed('jobs-open', standBackMs);
  return { cancelled: state.cancelRequested || state.errorCode === 'connection-revoked' };
}

async function settleFindings(transaction: OrganizationTransaction, job: ClaimedJob): Promise<SavingTotal[]> {
  // A waiver is a time-boxed decision: what nobody decided again is open, and counts again.
  await transaction.query(
    `update vitrine.finding set status = 'open', status_reason = 'waiver-expired', waived_until = null, version = version + 1
     where organization_id = $1 and connection_id = $2 and status = 'waived' and waived_until <= now()`,
    [job.organizationId, job.connectionId],
  );
  const savings = await competeSavings(transaction, job.connectionId);
  // Not the version: nothing changed that a person could have edited, and an If-Match taken during the audit stays good.
  await transaction.query(`update vitrine.finding set provisional = false where organization_id = $1 and connection_id = $2 and provisional`, [
    job.organizationId,
    job.connectionId,
  ]);
  return savings;
}

async function endAudit(transaction: OrganizationTransaction, auditId: AuditId, end: AuditEnd, totals: object, receipt: object): Promise<void> {
  await transaction.query(
    `update vitrine.audit set state = $3, error_code = coalesce(error_code, $4), totals = $5::jsonb, receipt = $6::jsonb, ended_at = now() where organization_id = $1 and id = $2`,
    [transaction.organizationId, auditId, end.state, end.errorCode, JSON.stringify(totals), JSON.stringify(receipt)],
  );
}
