import { auditIdSchema, jobIdSchema, newId, queueOf } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import { endHour, type ScheduleOutcome } from './end-hour.js';
import { loadDueSchedule, skipReason, type DueSchedule } from './load-schedule.js';

/**
 * A schedule's hour has come: starts one audit, or says why not, and plans the next hour, all in the transaction that ends the job. Of many
 * workers one holds the job, and only the job that the schedule names may start, so each hour starts once. Hours that went by while nobody was
 * there are told and not made up for.
 */
export async function runSchedule(pool: Pool, job: ClaimedJob): Promise<void> {
  await endJob(pool, job, { state: 'done', errorCode: null }, async (transaction) => {
    const due = await loadDueSchedule(transaction, job.id);
    if (due === 'stale') return [];
    await endHour(transaction, job.connectionId, due, await start(transaction, job, due));
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
