import type { Pool } from 'pg';
import { withOrganization } from '@vitrine/tenancy';
import type { AnyJob } from './claimed-job.js';

/**
 * Drain or a long 429: back to the queue with the attempt given back, so that neither a deploy nor a provider's throttle kills a job.
 * Rows committed so far stay; the next claim begins at the page in hand. A fenced worker changes nothing.
 */
export async function releaseJob(pool: Pool, job: AnyJob, delayMs: number): Promise<void> {
  await requeue(pool, job, delayMs, { attemptsBack: 1, cause: null });
}

/** A failed attempt: back to the queue later, the attempt counted. @param cause stable code of what failed, for whoever finds the job dead */
export async function retryJobLater(pool: Pool, job: AnyJob, delayMs: number, cause: string): Promise<void> {
  await requeue(pool, job, delayMs, { attemptsBack: 0, cause });
}

async function requeue(pool: Pool, job: AnyJob, delayMs: number, { attemptsBack, cause }: { attemptsBack: 0 | 1; cause: string | null }): Promise<void> {
  await withOrganization(pool, job.organizationId, async (transaction) => {
    await transaction.query(
      `update vitrine.job set state = 'queued', attempt = greatest(attempt - $5, 0), lease_until = null, offered_at = null, cause = coalesce($6, cause),
         not_before = clock_timestamp() + make_interval(secs => $4)
       where organization_id = $1 and id = $2 and fence = $3 and state = 'running'`,
      [job.organizationId, job.id, job.fence, delayMs / 1_000, attemptsBack, cause],
    );
    await transaction.query(`select pg_notify('vitrine_job', '')`);
  });
}
