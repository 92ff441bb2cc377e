import { borrowedKinds, cloudSchema, credentialKindSchema } from '@vitrine/contracts';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import { nextDay, planDailySync } from './plan-daily-sync.js';
import { requestLedgerSync } from './request-sync.js';

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
