import { setTimeout as delay } from 'node:timers/promises';

/** Sleeps, or wakes early when the signal says that all is over. @returns whether it is */
export async function restUntil(settled: AbortSignal, milliseconds: number): Promise<boolean> {
  await delay(milliseconds, undefined, { signal: settled }).catch(() => undefined);
  return settled.aborted;
}
