import type { AuditId, ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { byHash } from '../jobs/by-hash.js';

/**
 * Findings whose resource a tag rule of the organization left out in this audit. They are not resolved: nothing was saved, and without the
 * rule they are open again. @returns how many
 */
export async function excludeFindings(
  transaction: OrganizationTransaction,
  audit: { readonly auditId: AuditId; readonly connectionId: ConnectionId },
): Promise<number> {
  return await byHash(
    transaction,
    `with excluded as (select distinct unnest(excluded) as mark from vitrine.audit_page where organization_id = $1 and audit_id = $2)
     update vitrine.finding f set status = 'excluded', status_by = 'audit', status_reason = 'tag-rule', provisional = false, counted_monthly = null, version = f.version + 1
     from excluded e
     where f.organization_id = $1 and f.connection_id = $3 and f.status in ('open', 'acknowledged', 'planned', 'waived', 'relapsed')
       and e.mark = ('x' || substr(f.fingerprint, 1, 16))::bit(64)::bigint`,
    [transaction.organizationId, audit.auditId, audit.connectionId],
  );
}
