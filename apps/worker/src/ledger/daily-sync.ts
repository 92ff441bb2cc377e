import { randomInt } from 'node:crypto';
import { insertDailySync } from '@vitrine/billing';
import { borrowedKinds, cloudSchema, credentialKindSchema, type ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import { requestLedgerSync } from './request-sync.js';

const dayMs = 86_400_000;
/** Either way, so that connections that were made in one minute do not stay in one minute. */
const jitterMs = 10 * 60_000;

/** Whether a `schedule` job stands for a connection's daily sync rather than for a schedule of audits. */
export const isDailySync = ({ detail }: Pick<ClaimedJob, 'detail'>): boolean => detail['ledgerSync'] === 'daily';

const dueSchema = z.object({
  plannedAt: z.date(),
  now: z.date(),
  cloud: cloudSchema,
  kind: credentialKindSchema,
  bill: z.boolean(),
  state: z.string(),
  organizationState: z.string(),
});

/**
 * A connection's daily sync has come: asks for one pull, or says why not, and plans the next day's, all in the transaction that ends the job.
 * Days that went by while no worker was there are not made up for: the pull brings what they brought. The chain ends with the bill's name or the
 * connection; naming a bill begins it anew.
 */
export async function runDailySync(pool: Pool, job: ClaimedJob): Promise<void> {
  await endJob(pool, job, { state: 'done', errorCode: null }, async (transaction) => {
    const [due] = await transaction.read(
      dueSchema,
      `select coalesce(j.not_before, j.created_at) as "plannedAt", now() as now, c.cloud, c.kind, c.bill is not null as bill, c.state, o.state as "organizationState"
       from vitrine.job j join vitrine.connection c on c.organization_id = j.organization_id and c.id = j.connection_id
       join vitrine.organization o on o.organization_id = j.organization_id where j.organization_id = $1 and j.id = $2`,
      [transaction.organizationId, job.id],
    );
    if (due === undefined || !due.bill || borrowedKinds.includes(due.kind) || due.state === 'revoked' || due.state === 'purged') return [];
    const asked =
      due.organizationState === 'active'
        ? await requestLedgerSync(transaction, job.connectionId, job.traceId)
        : ({ outcome: 'skipped', because: 'organization-suspended' } as const);
    await transaction.query(`update vitrine.job set detail = detail || $3::jsonb where organization_id = $1 and id = $2`, [
      transaction.organizationId,
      job.id,
      JSON.stringify(asked),
    ]);
    await planDailySync(transaction, job.connectionId, nextDay(due.plannedAt, due.now));
    return [];
  });
}

/** The same time of a day that is still to come, give or take the jitter: however many days were missed, one sync is next. */
export function nextDay(plannedAt: Date, now: Date, jitter: number = randomInt(-jitterMs, jitterMs + 1)): Date {
  const days = Math.max(1, Math.ceil((now.getTime() - plannedAt.getTime() + jitterMs + 1) / dayMs));
  return new Date(plannedAt.getTime() + days * dayMs + jitter);
}

/** Plans the connection's next daily sync unless one is planned; a connection that names no bill has none. */
export async function planDailySync(transaction: OrganizationTransaction, connectionId: ConnectionId, at: Date | null = null): Promise<void> {
  const [connection] = await transaction.read(
    z.object({ cloud: cloudSchema, kind: credentialKindSchema, now: z.date() }),
    `select cloud, kind, now() as now from vitrine.connection where organization_id = $1 and id = $2 and bill is not null`,
    [transaction.organizationId, connectionId],
  );
  if (connection === undefined) return;
  const next = at ?? nextDay(connection.now, connection.now);
  await insertDailySync(transaction, { ...connection, id: connectionId }, (next.getTime() - connection.now.getTime()) / 1000);
}
