import { auditIdSchema, jobIdSchema, newId, queueOf, type AuditId } from '@vitrine/contracts';
import { nextRun, upcomingRuns } from '@vitrine/schedules';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import { emitEvents } from '../webhooks/emit-events.js';
import { loadDueSchedule, skipReason, type DueSchedule, type SkipReason } from './load-schedule.js';

/** A schedule that nobody ran for years is not counted to its end. */
const mostMissed = 1_000;

/** What one coming of a schedule's hour led to. */
export type ScheduleOutcome = { readonly outcome: 'started'; readonly auditId: AuditId } | { readonly outcome: 'skipped'; readonly reason: SkipReason };

/**
 * A schedule's hour has come: starts one audit, or says why not, and plans the next hour, all in the transaction that ends the job. Of many
 * workers one holds the job, and only the job that the schedule names may start, so each hour starts once. Hours that went by while nobody was
 * there are told and not made up for.
 */
export async function runSchedule(pool: Pool, job: ClaimedJob): Promise<void> {
  await endJob(pool, job, { state: 'done', errorCode: null }, async (transaction) => {
    const due = await loadDueSchedule(transaction, job.id);
    if (due === 'stale') return [];
    const result = await start(transaction, job, due);
    await recordRun(transaction, due, result);
    await planNext(transaction, job, due);
    if (result.outcome === 'skipped') await tell(transaction, job, due, result.reason);
    await transaction.query(`select pg_notify('vitrine_job', '')`);
    return [];
  });
}

async function start(transaction: OrganizationTransaction, job: ClaimedJob, due: DueSchedule): Promise<ScheduleOutcome> {
  const reason = skipReason(due);
  if (reason !== null) return { outcome: 'skipped', reason };
  const auditId = newId(auditIdSchema);
  // One audit of a connection at a time, which the index decides: an audit that somebody starts at this very moment counts too.
  const [audit] = await transaction.read(
    z.object({ id: auditIdSchema }),
    `insert into vitrine.audit (organization_id, id, connection_id, credential_version, rules, requested_by, trace_id, jobs_open) values ($1, $2, $3, $4, $5, $6, $7, 1)
     on conflict (organization_id, connection_id) where state in ('queued', 'running') do nothing returning id`,
    [transaction.organizationId, auditId, job.connectionId, due.credentialVersion, due.rules, `schedule:${due.id}`, job.traceId],
  );
  if (audit === undefined) return { outcome: 'skipped', reason: 'audit-running' };
  await transaction.query(
    `insert into vitrine.job (organization_id, id, kind, audit_id, connection_id, queue, trace_id) values ($1, $2, 'plan', $3, $4, $5, $6)`,
    [transaction.organizationId, newId(jobIdSchema), audit.id, job.connectionId, queueOf('plan', due.cloud), job.traceId],
  );
  return { outcome: 'started', auditId: audit.id };
}

async function tell(transaction: OrganizationTransaction, { connectionId }: ClaimedJob, due: DueSchedule, reason: SkipReason): Promise<void> {
  const data = { scheduleId: due.id, connectionId, plannedAt: due.plannedAt.toISOString(), reason };
  await emitEvents(transaction, [{ event: 'schedule.skipped', connectionId, cloud: due.cloud, subjectId: due.id, at: due.now, data }]);
}

async function recordRun(transaction: OrganizationTransaction, due: DueSchedule, result: ScheduleOutcome): Promise<void> {
  const missed = upcomingRuns(due, due.plannedAt, mostMissed).filter((run) => run <= due.now).length;
  await transaction.query(
    `insert into vitrine.schedule_run (organization_id, id, schedule_id, planned_at, missed, outcome, reason, audit_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      transaction.organizationId,
      newId(z.uuid()),
      due.id,
      due.plannedAt,
      missed,
      result.outcome,
      result.outcome === 'skipped' ? result.reason : null,
      result.outcome === 'started' ? result.auditId : null,
    ],
  );
  await transaction.query(`insert into vitrine.trail_event (organization_id, id, type, principal, payload) values ($1, $2, $3, $4, $5::jsonb)`, [
    transaction.organizationId,
    newId(z.uuid()),
    `schedule.${result.outcome}`,
    `schedule:${due.id}`,
    JSON.stringify({ scheduleId: due.id, missed, ...(result.outcome === 'started' ? { auditId: result.auditId } : { reason: result.reason }) }),
  ]);
}

/** After now, not after the hour that was planned: however much was missed, one run is next. */
async function planNext(transaction: OrganizationTransaction, job: ClaimedJob, due: DueSchedule): Promise<void> {
  const next = due.connectionState === 'purged' ? null : nextRun(due, due.now > due.plannedAt ? due.now : due.plannedAt);
  const jobId = next === null ? null : newId(jobIdSchema);
  if (jobId !== null)
    await transaction.query(
      `insert into vitrine.job (organization_id, id, kind, connection_id, queue, not_before, detail) values ($1, $2, 'schedule', $3, $4, $5, $6::jsonb)`,
      [transaction.organizationId, jobId, job.connectionId, queueOf('schedule', due.cloud), next, JSON.stringify({ scheduleId: due.id })],
    );
  await transaction.query(`update vitrine.schedule set job_id = $3, next_at = $4 where organization_id = $1 and id = $2`, [
    transaction.organizationId,
    due.id,
    jobId,
    next,
  ]);
}
