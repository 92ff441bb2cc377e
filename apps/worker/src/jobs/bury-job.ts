import { auditIdSchema, connectionIdSchema, jobKindSchema, type JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { planAfterFailure } from '../schedules/plan-after-failure.js';
import { advanceAudit } from './advance-audit.js';

const buriedSchema = z.object({ kind: jobKindSchema, auditId: auditIdSchema.nullable(), connectionId: connectionIdSchema.nullable() });

/**
 * The dead letter: the row stays exactly as it was (page, token, detail, attempts), marked failed with what it failed of, and the audit goes on
 * without it. The fence moves, so a worker that only seemed dead cannot commit any more. A dead finalize or plan ends its audit, else it would
 * run forever.
 * @param cause null: what its last attempt told
 */
export async function buryJob(transaction: OrganizationTransaction, jobId: JobId, cause: string | null): Promise<boolean> {
  const [job] = await transaction.read(
    buriedSchema,
    `update vitrine.job set state = 'failed', error_code = 'dead-letter', cause = coalesce($3, cause), fence = fence + 1, lease_until = null, ended_at = now()
     where organization_id = $1 and id = $2 and state in ('queued', 'running')
     returning kind, audit_id as "auditId", connection_id as "connectionId"`,
    [transaction.organizationId, jobId, cause],
  );
  if (job === undefined) return false;
  await planAfterFailure(transaction, jobId);
  // An audit is of a connection; what has neither is a delivery.
  if (job.auditId === null || job.connectionId === null) return true;
  const event = { kind: 'job-ended', ref: { jobId, jobKind: job.kind, state: 'failed', errorCode: 'dead-letter' } } as const;
  await advanceAudit(transaction, { auditId: job.auditId, connectionId: job.connectionId, opened: 0, ended: job.kind === 'finalize' ? 0 : 1, events: [event] });
  if (job.kind === 'finalize') await endAbandonedAudit(transaction, job.auditId);
  return true;
}

async function endAbandonedAudit(transaction: OrganizationTransaction, auditId: string): Promise<void> {
  await transaction.query(
    `update vitrine.audit set state = 'failed', error_code = 'dead-letter', ended_at = now() where organization_id = $1 and id = $2 and state in ('queued', 'running')`,
    [transaction.organizationId, auditId],
  );
}
