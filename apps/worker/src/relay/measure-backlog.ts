import type { Pool } from 'pg';
import { queueNameSchema, type QueueName } from '@vitrine/contracts';
import { z } from 'zod';

/** What autoscaling looks at: work that could run now (a schedule's hour is still to come), work that runs, and how long the oldest waits. */
export interface QueueBacklog {
  readonly queue: QueueName;
  readonly waiting: number;
  readonly running: number;
  readonly oldestSeconds: number;
}

const rowSchema = z.object({ queue: queueNameSchema, waiting: z.number(), running: z.number(), oldestSeconds: z.number() });

export async function measureBacklog(pool: Pool): Promise<QueueBacklog[]> {
  const { rows } = await pool.query(
    `select queue, count(*) filter (where (state = 'queued' or lease_until < now()) and (not_before is null or not_before <= now()))::int as waiting, count(*) filter (where state = 'running' and lease_until >= now())::int as running,
       coalesce(extract(epoch from now() - min(greatest(created_at, not_before)) filter (where state = 'queued' and (not_before is null or not_before <= now()))), 0)::float8 as "oldestSeconds"
     from vitrine.job where state in ('queued', 'running') group by queue order by queue`,
  );
  return rows.map((row) => rowSchema.parse(row));
}
