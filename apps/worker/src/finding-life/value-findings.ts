import type { ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { byHash } from '../jobs/by-hash.js';

const SETTLE = `select set_config('vitrine.settling', $1, true)`;

/**
 * Findings of the connection are provisional no longer, and each says what it counts for beside its rivals, so that a later step (planned,
 * resolved, realised) is worth what stood then. Nothing counts for what is superseded, hygiene or without a price; what did not change is not
 * written. Not the version: nothing changed that a person could have edited, and an If-Match taken during the audit stays good.
 */
export async function valueFindings(transaction: OrganizationTransaction, connectionId: ConnectionId): Promise<void> {
  await transaction.query(SETTLE, [connectionId]);
  await byHash(
    transaction,
    `update vitrine.finding f set provisional = false, counted_monthly = v.counted
     from (select f.id, case when f.status in ('open', 'acknowledged', 'planned', 'relapsed') then c.realisable else f.counted_monthly end as counted
             from vitrine.finding f
             left join vitrine.counted_finding c on c.organization_id = f.organization_id and c.connection_id = f.connection_id and c.id = f.id
             and c.organization_id = $1 and c.connection_id = $2
           where f.organization_id = $1 and f.connection_id = $2) v
     where f.organization_id = $1 and f.id = v.id and (f.provisional or f.counted_monthly is distinct from v.counted)`,
    [transaction.organizationId, connectionId],
  );
  await transaction.query(SETTLE, ['']);
}
