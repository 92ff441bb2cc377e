import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { VitrineError } from '@vitrine/contracts';
import type { Pool } from 'pg';
import type { AnyJob } from './claimed-job.js';
import { releaseJob } from './release-job.js';

/** How long a job stands back once the database is there again, and how long this worker tries to tell it: no longer than its drain may take. */
const patience = { standBackMs: 1_000, everyMs: 500, forMs: 15_000 };

/** The database went away under the work; nothing that the job itself did. */
export const isDatabaseAway = (error: unknown): boolean => error instanceof VitrineError && error.code === 'database-unavailable';

/**
 * Puts the job back with its attempt as soon as the database answers again. Attempts tell a job that kills its worker; a database that
 * restarts three times would otherwise bury every job that was in hand each time. Under the fence: whoever was overtaken changes nothing.
 * @throws VitrineError `database-unavailable` when it stays away; the lease runs out then, and the attempt is counted
 */
export async function giveBackJob(pool: Pool, job: AnyJob, { standBackMs, everyMs, forMs } = patience): Promise<void> {
  const end = performance.now() + forMs;
  for (;;) {
    try {
      await releaseJob(pool, job, standBackMs);
      return;
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() >= end) throw error;
    }
    await delay(everyMs);
  }
}
