import { randomInt } from 'node:crypto';
import { insertDailySync, type SyncedConnection } from '@vitrine/billing';
import type { OrganizationTransaction } from '@vitrine/tenancy';

/**
 * A connection that names its bill has its ledger synced each day; the worker plans every next one. The first comes in half an hour or so, when
 * the credential is there. It is planned once, however often the bill is named.
 */
export async function planDailySync(tx: OrganizationTransaction, connection: SyncedConnection & { readonly bill: object | null }): Promise<void> {
  if (connection.bill !== null) await insertDailySync(tx, connection, randomInt(20 * 60, 40 * 60));
}
