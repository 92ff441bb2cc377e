import { randomInt } from 'node:crypto';
import { borrowedKinds, jobIdSchema, queueOf, type Cloud, type ConnectionId, type CredentialKind } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { freshId } from '../database/fresh-id.js';

interface BilledConnection {
  readonly id: ConnectionId;
  readonly cloud: Cloud;
  readonly kind: CredentialKind;
  readonly bill: object | null;
}

/**
 * A connection that names its bill has its ledger synced each day; the worker plans every next one. The first comes in half an hour or so, when
 * the credential is there. An index lets one be planned, however often the bill is named.
 */
export async function planDailySync(tx: OrganizationTransaction, { id, cloud, kind, bill }: BilledConnection): Promise<void> {
  // A borrowed login was lent for one audit.
  if (bill === null || borrowedKinds.includes(kind)) return;
  await tx.query(
    `insert into vitrine.job (organization_id, id, kind, connection_id, queue, not_before, detail)
     values ($1, $2, 'schedule', $3, $4, now() + make_interval(secs => $5), '{"ledgerSync": "daily"}')
     on conflict (organization_id, connection_id) where kind = 'schedule' and state in ('queued', 'running') and detail ? 'ledgerSync' do nothing`,
    [tx.organizationId, freshId(jobIdSchema), id, queueOf('schedule', cloud), randomInt(20 * 60, 40 * 60)],
  );
}
