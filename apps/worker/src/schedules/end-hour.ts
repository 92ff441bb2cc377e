import { jobIdSchema, newId, queueOf, type AuditId, type ConnectionId } from '@vitrine/contracts';
import { nextRun, upcomingRuns } from '@vitrine/schedules';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { emitEvents } from '../webhooks/emit-events.js';
import type { DueSchedule, SkipReason } from './load-schedule.js';

/** A schedule that nobody ran for years is not counted to its end. */
const mostMissed = 1_000;

/** What one coming of a schedule's hour led to. */
export type ScheduleOutcome = { readonly outcome: 'started'; readonly auditId: AuditId } | { readonly outcome: 'skipped'; readonly reason: SkipReason };

/** Writes down what the hour led to, plans the next one and tells who listens; the caller's transaction holds the schedule. */
export async function endHour(transaction: OrganizationTransaction, connectionId: ConnectionId, due: DueSchedule, result: ScheduleOutcome): Promise<void> {
  await recordRun(transaction, due, result);
  await planNext(transaction, connectionId, due);
  if (result.outcome === 'skipped') await tell(transaction, connectionId, due, result.reason);
  await transaction.query(`select pg_notify('vitrine_job', '')`);
}

async function tell(transaction: OrganizationTransaction, connectionId: ConnectionId, due: DueSchedule, reason: SkipReason): Promise<void> {
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
async function planNext(transaction: OrganizationTransaction, connectionId: ConnectionId, due: DueSchedule): Promise<void> {
  const next = due.connectionState === 'purged' ? null : nextRun(due, due.now > due.plannedAt ? due.now : due.plannedAt);
  const jobId = next === null ? null : newId(jobIdSchema);
  if (jobId !== null)
    await transaction.query(
      `insert into vitrine.job (organization_id, id, kind, connection_id, queue, not_before, detail) values ($1, $2, 'schedule', $3, $4, $5, $6::jsonb)`,
      [transaction.organizationId, jobId, connectionId, queueOf('schedule', due.cloud), next, JSON.stringify({ scheduleId: due.id })],
    );
  await transaction.query(`update vitrine.schedule set job_id = $3, next_at = $4 where organization_id = $1 and id = $2`, [
    transaction.organizationId,
    due.id,
    jobId,
    next,
  ]);
}
