import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Scene } from './fault.js';

/** Sleeps, or wakes early when the signal says that all is over. @returns whether it is */
export async function restUntil(settled: AbortSignal, milliseconds: number): Promise<boolean> {
  await delay(milliseconds, undefined, { signal: settled }).catch(() => undefined);
  return settled.aborted;
}

/** Each worker of the fleet takes eight jobs at a time. */
const SLOTS = 8;

/**
 * Waits until more jobs run than one worker alone could have in hand, so that whoever is hit holds some, and none of them for the last time:
 * a job that loses three holders in a row, the last of them alone with it, is taken for poison and buried, which is as designed and no loss.
 * @returns whether all is over before that
 */
export async function restUntilBusy({ house, auditIds, settled }: Scene): Promise<boolean> {
  while (!settled.aborted) {
    const { rows } = await house.root.query(
      `select count(*)::int as running, count(*) filter (where lost_holders >= 2)::int as last from vitrine.job where audit_id = any($1) and state = 'running' and lease_until > now()`,
      [auditIds],
    );
    const { running, last } = z.object({ running: z.number(), last: z.number() }).parse(rows[0]);
    if (running > SLOTS * (house.workers.length - 1) && last === 0) return false;
    await restUntil(settled, 50);
  }
  return true;
}

/** A claim that was alive at some moment. */
export interface RunningJob {
  readonly id: string;
  readonly fence: string;
}

const runningSchema = z.object({ id: z.string(), fence: z.string() });

export async function runningJobs({ house, auditIds }: Scene): Promise<readonly RunningJob[]> {
  const { rows } = await house.root.query(`select id, fence::text as fence from vitrine.job where audit_id = any($1) and state = 'running'`, [auditIds]);
  return rows.map((row) => runningSchema.parse(row));
}

/**
 * Waits until none of the claims that lived when somebody died is his any more: it ended, was taken over, or has been kept alive since. A job
 * that is on its way to its next holder would otherwise lose that one too, and the next offer is a quarter of a minute away.
 * @returns whether all is over before that
 */
export async function restUntilTakenOver({ house, settled }: Scene, held: readonly RunningJob[]): Promise<boolean> {
  // Longer than any lease of the dead: whoever lives has renewed his by then.
  if (await restUntil(settled, 11_500)) return true;
  const orphans = `select 1 from unnest($1::uuid[], $2::bigint[]) as h (id, fence) join vitrine.job j using (id, fence) where j.state = 'running' and j.lease_until < now() limit 1`;
  while (!settled.aborted) {
    if ((await house.root.query(orphans, [held.map(({ id }) => id), held.map(({ fence }) => fence)])).rowCount === 0) return false;
    await restUntil(settled, 100);
  }
  return true;
}

/** Waits until each job that lost a holder has committed a page or ended, and is no longer counted as one that may kill. @returns whether all is over before that */
export async function restUntilCleared({ house, auditIds, settled }: Scene): Promise<boolean> {
  const marked = `select 1 from vitrine.job where audit_id = any($1) and state in ('queued', 'running') and lost_holders > 0 limit 1`;
  while (!settled.aborted) {
    if ((await house.root.query(marked, [auditIds])).rowCount === 0) return false;
    await restUntil(settled, 100);
  }
  return true;
}
