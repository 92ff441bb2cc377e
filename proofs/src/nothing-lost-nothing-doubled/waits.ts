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
 * a job whose holder dies three times in a row is taken for poison and buried, which is as designed and no loss.
 * @returns whether all is over before that
 */
export async function restUntilBusy({ house, auditIds, settled }: Scene): Promise<boolean> {
  while (!settled.aborted) {
    const { rows } = await house.root.query(
      `select count(*)::int as running, count(*) filter (where attempt >= 2)::int as last from vitrine.job where audit_id = any($1) and state = 'running' and lease_until > now()`,
      [auditIds],
    );
    const { running, last } = z.object({ running: z.number(), last: z.number() }).parse(rows[0]);
    if (running > SLOTS * (house.workers.length - 1) && last === 0) return false;
    await restUntil(settled, 50);
  }
  return true;
}

/** Waits until no job is left whose holder is gone. @returns whether all is over before that */
export async function restUntilNoneExpired({ house, auditIds, settled }: Scene): Promise<boolean> {
  const expired = `select 1 from vitrine.job where audit_id = any($1) and state = 'running' and lease_until < now() limit 1`;
  while (!settled.aborted) {
    if ((await house.root.query(expired, [auditIds])).rowCount === 0) return false;
    await restUntil(settled, 100);
  }
  return true;
}
