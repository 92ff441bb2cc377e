import { borrowedKinds, jobIdSchema, newId, queueOf, type Cloud, type ConnectionId, type CredentialKind } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';

export interface SyncedConnection {
  readonly id: ConnectionId;
  readonly cloud: Cloud;
  readonly kind: CredentialKind;
}

/**
 * Plans the next daily sync of a connection that names its bill, unless one is planned: an index decides, so that whoever asks twice asks once.
 * A borrowed login was lent for one audit and has none.
 * @param afterSeconds from the beginning of the transaction
 */
export async function insertDailySync(transaction: OrganizationTransaction, { id, cloud, kind }: SyncedConnection, afterSeconds: number): Promise<void> {
  if (borrowedKinds.includes(kind)) return;
  await transaction.query(
    `insert into vitrine.job (organization_id, id, kind, connection_id, queue, not_before, detail)
     values ($1, $2, 'schedule', $3, $4, now() + make_interval(secs => $5), '{"ledgerSync": "daily"}')
     on conflict (organization_id, connection_id) where kind = 'schedule' and state in ('queued', 'running') and detail ? 'ledgerSync' do nothing`,
    [transaction.organizationId, newId(jobIdSchema), id, queueOf('schedule', cloud), afterSeconds],
  );
}
