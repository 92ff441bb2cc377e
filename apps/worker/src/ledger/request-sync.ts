import { borrowedKinds, cloudSchema, credentialKindSchema, jobIdSchema, newId, queueOf, type ConnectionId, type JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const connectionSchema = z.object({ cloud: cloudSchema, kind: credentialKindSchema, bill: z.unknown(), credentialVersion: z.number(), state: z.string() });

/** Why nothing was asked for; each is worth a word in a schedule's history. */
export type SyncSkipped = 'connection-missing' | 'connection-closed' | 'bill-not-configured' | 'credential-missing' | 'not-schedulable' | 'sync-running';

/**
 * Asks for a pull of the connection's bill outside any audit: what a schedule calls, in its own transaction. The relay offers the job, so
 * nothing is sent here. Called twice it asks once.
 */
export async function requestLedgerSync(
  transaction: OrganizationTransaction,
  connectionId: ConnectionId,
  traceId: string | null = null,
): Promise<{ readonly outcome: 'requested'; readonly jobId: JobId } | { readonly outcome: 'skipped'; readonly because: SyncSkipped }> {
  const [connection] = await transaction.read(
    connectionSchema,
    `select cloud, kind, bill, credential_version as "credentialVersion", state from vitrine.connection where organization_id = $1 and id = $2`,
    [transaction.organizationId, connectionId],
  );
  const skipped = (because: SyncSkipped) => ({ outcome: 'skipped', because }) as const;
  if (connection === undefined) return skipped('connection-missing');
  if (['rejected', 'revoked', 'purged'].includes(connection.state)) return skipped('connection-closed');
  if (connection.bill === null) return skipped('bill-not-configured');
  if (connection.credentialVersion === 0) return skipped('credential-missing');
  // A borrowed login was lent for one audit.
  if (borrowedKinds.includes(connection.kind)) return skipped('not-schedulable');
  // Two schedules at once ask one after the other.
  await transaction.query(`select pg_advisory_xact_lock(hashtextextended('ledger-sync ' || $1::text, 0))`, [connectionId]);
  const running = await transaction.query(
    `select 1 from vitrine.job where organization_id = $1 and connection_id = $2 and kind = 'bill' and state in ('queued', 'running') limit 1`,
    [transaction.organizationId, connectionId],
  );
  if (running.rowCount > 0) return skipped('sync-running');
  const jobId = newId(jobIdSchema);
  await transaction.query(`insert into vitrine.job (organization_id, id, kind, connection_id, queue, trace_id) values ($1, $2, 'bill', $3, $4, $5)`, [
    transaction.organizationId,
    jobId,
    connectionId,
    queueOf('bill', connection.cloud),
    traceId,
  ]);
  await transaction.query(`select pg_notify('vitrine_job', '')`);
  return { outcome: 'requested', jobId };
}
