import type { ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';

/**
 * A waiver is time-boxed: what nobody decided again is open, and counts again. Before anything is resolved, so that a waived fault which is
 * gone does not come back for one audit. @returns how many were reopened
 */
export async function reopenWaivers(transaction: OrganizationTransaction, connectionId: ConnectionId): Promise<number> {
  const { rowCount } = await transaction.query(
    `update vitrine.finding set status = 'open', status_by = 'audit', status_reason = 'waiver-expired', waived_until = null, waiver_owner_id = null, version = version + 1
     where organization_id = $1 and connection_id = $2 and status = 'waived' and waived_until <= now()`,
    [transaction.organizationId, connectionId],
  );
  return rowCount;
}
