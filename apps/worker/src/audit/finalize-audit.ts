import { VitrineError, type AuditId, type ConnectionId } from '@vitrine/contracts';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { cancelAudit } from '../jobs/cancel-audit.js';
import { announceSteps, type AnnouncedStep } from '../finding-life/announce-steps.js';
import { excludeFindings } from '../finding-life/exclude-findings.js';
import { realiseSavings } from '../finding-life/realise-savings.js';
import { reopenWaivers } from '../finding-life/reopen-waivers.js';
import { valueFindings } from '../finding-life/value-findings.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import { JobPostponed } from '../jobs/job-interrupted.js';
import type { AuditContext } from './audit-context.js';
import { rulesOf } from './audit-catalogue.js';
import { emitEvents } from '../webhooks/emit-events.js';
import { auditEvent, findingEvents } from '../webhooks/life-events.js';
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
    const life = judged ? await liveOn(transaction, { auditId, connectionId: job.connectionId, rules }) : nothingMoved;
    const { resolved, gone, savings } = life;
    const findings = await findingsBySeverity(transaction, job.connectionId);
    await transaction.query(`delete from vitrine.candidate where organization_id = $1 and audit_id = $2`, [job.organizationId, auditId]);
    await transaction.query(`delete from vitrine.lookup_key where organization_id = $1 and audit_id = $2`, [job.organizationId, auditId]);
    await endAudit(
      transaction,
      auditId,
      end,
      { savings, findings, resolved, excluded: life.excluded, realised: life.realised, gone, jobs, coverage: summary.coverage },
      summary.receipt,
    );
    await tellReceivers(transaction, job, auditId, end, { ...life, findings });
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

async function tellReceivers(
  transaction: OrganizationTransaction,
  { connectionId, cloud }: ClaimedJob,
  auditId: AuditId,
  { state }: AuditEnd,
  { savings, resolved, realised, steps, findings }: MovedFindings & { readonly findings: Readonly<Record<string, number>> },
): Promise<void> {
  const completed =
    state === 'completed' || state === 'partial' ? [auditEvent({ auditId, connectionId, cloud, state, savings, findings, resolved, realised })] : [];
  await emitEvents(transaction, [...findingEvents(connectionId, steps), ...completed]);
}

interface MovedFindings {
  readonly savings: readonly SavingTotal[];
  readonly resolved: number;
  readonly excluded: number;
  readonly realised: number;
  readonly gone: number;
  readonly steps: readonly AnnouncedStep[];
}
const nothingMoved: MovedFindings = { savings: [], resolved: 0, excluded: 0, realised: 0, gone: 0, steps: [] };

/** What an audit that looked does to findings that stood before: the one place where their life goes on without a person. */
async function liveOn(
  transaction: OrganizationTransaction,
  audit: { readonly auditId: AuditId; readonly connectionId: ConnectionId; readonly rules: readonly string[] },
): Promise<MovedFindings> {
  const { connectionId } = audit;
  await reopenWaivers(transaction, connectionId);
  const excluded = await excludeFindings(transaction, audit);
  const resolved = await resolveFindings(transaction, audit);
  const gone = await markGone(transaction, audit);
  const savings = await competeSavings(transaction, connectionId);
  await valueFindings(transaction, connectionId);
  const realised = await realiseSavings(transaction, connectionId);
  const steps = await announceSteps(transaction, connectionId);
  return { savings, resolved, excluded, realised, gone, steps };
}

async function endAudit(transaction: OrganizationTransaction, auditId: AuditId, end: AuditEnd, totals: object, receipt: object): Promise<void> {
  await transaction.query(
    `update vitrine.audit set state = $3, error_code = coalesce(error_code, $4), totals = $5::jsonb, receipt = $6::jsonb, ended_at = now() where organization_id = $1 and id = $2`,
    [transaction.organizationId, auditId, end.state, end.errorCode, JSON.stringify(totals), JSON.stringify(receipt)],
  );
}
