import { connectionIdSchema, type JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { isDailySync, nextDay, planDailySync } from '../ledger/plan-daily-sync.js';
import { endHour } from './end-hour.js';
import { loadDueSchedule } from './load-schedule.js';

const failedSchema = z.object({
  connectionId: connectionIdSchema,
  detail: z.record(z.string(), z.unknown()),
  plannedAt: z.date(),
  now: z.date(),
  open: z.boolean(),
});

/**
 * A `schedule` job plans the one after it as its last act, so one that failed for good would end the chain, and nobody would be told that
 * audits and daily syncs of the connection stopped. In the transaction that ends it, the next hour or day is planned; a schedule says `run-failed`. Jobs of other kinds have none after them.
 */
export async function planAfterFailure(transaction: OrganizationTransaction, jobId: JobId): Promise<void> {
  const { organizationId } = transaction;
  const [failed] = await transaction.read(
    failedSchema,
    `select j.connection_id as "connectionId", j.detail, coalesce(j.not_before, j.created_at) as "plannedAt", now() as now, c.state not in ('revoked', 'purged') as open
     from vitrine.job j join vitrine.connection c on c.organization_id = j.organization_id and c.id = j.connection_id
     where j.organization_id = $1 and j.id = $2 and j.kind = 'schedule'`,
    [organizationId, jobId],
  );
  if (failed === undefined) return;
  await transaction.query('savepoint next_run');
  try {
    if (isDailySync(failed)) {
      if (failed.open) await planDailySync(transaction, failed.connectionId, nextDay(failed.plannedAt, failed.now));
      return;
    }
    const due = await loadDueSchedule(transaction, jobId);
    if (due !== 'stale') await endHour(transaction, failed.connectionId, due, { outcome: 'skipped', reason: 'run-failed' });
  } catch {
    // What killed the job may kill this too: then the job ends all the same, else it would be claimed and fail for ever.
    await transaction.query('rollback to savepoint next_run');
  }
}
