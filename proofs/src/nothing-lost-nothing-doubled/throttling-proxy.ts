import { startAnsweringProxy } from './answering-proxy.js';
import type { Between } from './between.js';

export interface ThrottlingProxy extends Between {
  calls(): number;
  throttled(): number;
}

const WINDOW_MS = 1_000;

/**
 * A provider that is closed half of the time: each account region answers 429 for one second with `Retry-After: 1`, then serves for one second.
 * Who honours it pays one call too many per window; who does not storms.
 */
export async function startThrottlingProxy(origin: string): Promise<ThrottlingProxy> {
  const counts = { calls: 0, throttled: 0 };
  const between = await startAnsweringProxy(origin, (signed) => {
    counts.calls += 1;
    if (signed?.service !== 'ec2') return null;
    const phase = [...`${signed.region}/ec2`].reduce((sum, letter) => sum + letter.charCodeAt(0) * 37, 0);
    if (Math.floor((performance.now() + phase) / WINDOW_MS) % 2 !== 0) return null;
    counts.throttled += 1;
    return { status: 429, headers: { 'retry-after': '1' } };
  });
  return { ...between, calls: () => counts.calls, throttled: () => counts.throttled };
}
