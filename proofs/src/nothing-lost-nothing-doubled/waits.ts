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

/** Waits until more jobs run than one worker alone could have in hand, so that whoever is hit holds some. @returns whether all is over before that */
export async function restUntilBusy({ house, auditIds, settled }: Scene): Promise<boolean> {
  while (!settled.aborted) {
    const { rows } = await house.root.query(
      `select count(*)::int as n from vitrine.job where audit_id = any($1) and state = 'running' and lease_until > now()`,
      [auditIds],
    );
    if (z.object({ n: z.number() }).parse(rows[0]).n > SLOTS * (house.workers.length - 1)) return false;
    await restUntil(settled, 50);
  }
  return true;
}
