import type { Pool } from 'pg';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import { advanceAndCommit, type AuditEvent } from './advance-audit.js';
import type { AnyJob } from './claimed-job.js';
import { JobInterrupted } from './job-interrupted.js';

export interface JobEnd {
  readonly state: 'done' | 'failed' | 'cancelled';
  /** Stable code; null when all went well. */
  readonly errorCode: string | null;
  /** Merged into the job's detail: counts, ids and codes. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

const nothing = (): Promise<readonly AuditEvent[]> => Promise.resolve([]);

/**
 * Ends a job that commits no further page. `write` runs inside the same transaction, after the fence was checked;
 * the events that it returns come last.
 * @throws JobInterrupted `fenced` when another worker holds the job; nothing is written then
 */
export async function endJob(
  pool: Pool,
  job: AnyJob,
  end: JobEnd,
  write: (transaction: OrganizationTransaction) => Promise<readonly AuditEvent[]> = nothing,
): Promise<void> {
  await withOrganization(pool, job.organizationId, async (transaction) => {
    const { rowCount } = await transaction.query(
      `update vitrine.job set state = $4, error_code = $5, detail = detail || $6::jsonb, lease_until = null, ended_at = now(), attempt = case when $4 = 'done' then 0 else attempt end
       where organization_id = $1 and id = $2 and fence = $3 and state = 'running'`,
      [job.organizationId, job.id, job.fence, end.state, end.errorCode, JSON.stringify(end.detail ?? {})],
      'prepared',
    );
    // Attack: a worker that stalled past its lease wakes up and ends a job that another one is running.
    if (rowCount === 0) throw new JobInterrupted('fenced');
    const events = await write(transaction);
    if (job.auditId === null || job.connectionId === null) return;
    const ended = { kind: 'job-ended', ref: { jobId: job.id, jobKind: job.kind, state: end.state, errorCode: end.errorCode } } as const;
    await advanceAndCommit(transaction, {
      auditId: job.auditId,
      connectionId: job.connectionId,
      opened: 0,
      ended: job.kind === 'finalize' ? 0 : 1,
      events: [ended, ...events],
    });
  });
}
