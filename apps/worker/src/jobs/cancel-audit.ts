import { auditIdSchema, connectionIdSchema, type AuditId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { advanceAudit, lockAudit } from './advance-audit.js';

const auditSchema = z.object({ id: auditIdSchema, connectionId: connectionIdSchema });

/**
 * Ends every job of the audit that nobody runs; those that run end themselves within a heartbeat. Committed pages stay, nothing is
 * resolved, and finalize (which opens nothing) ends the audit. Safe to call as often as somebody notices.
 * @param errorCode why, where it was not a person who asked
 */
export async function cancelAudit(transaction: OrganizationTransaction, auditId: AuditId, errorCode: string | null): Promise<void> {
  const { organizationId } = transaction;
  await lockAudit(transaction, auditId);
  // Everybody else locks a job before the audit, so a job that somebody holds is not waited for here: the two would wait for each other, and the
  // one that is thrown out of it would leave its job running until the lease is over. Whoever holds it sees the cancel at claim or heartbeat.
  const { rowCount: ended } = await transaction.query(
    `update vitrine.job set state = 'cancelled', error_code = 'cancelled', ended_at = now()
     where organization_id = $1 and id in (select id from vitrine.job
       where organization_id = $1 and audit_id = $2 and kind <> 'finalize' and state = 'queued' for update skip locked)`,
    [organizationId, auditId],
  );
  const [audit] = await transaction.read(
    auditSchema,
    `update vitrine.audit set error_code = coalesce(error_code, $3) where organization_id = $1 and id = $2 returning id, connection_id as "connectionId"`,
    [organizationId, auditId, errorCode],
  );
  if (audit === undefined || ended === 0) return;
  await advanceAudit(transaction, {
    auditId,
    connectionId: audit.connectionId,
    opened: 0,
    ended,
    events: [{ kind: 'cancel-requested', ref: { jobsCancelled: ended } }],
  });
}
