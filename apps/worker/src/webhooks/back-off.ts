/** Seconds before each further attempt, as Standard Webhooks advises: at once, then over a bit more than a day. */
const pauses = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] as const;

/** Attempts per message, the first included. */
export const mostAttempts = pauses.length + 1;

/** A receiver may ask for more time, but not for ever. */
const longestRetryAfter = 3_600;

/**
 * Seconds until the next attempt, or `exhausted`.
 * @param attempts made so far
 * @param chance 0 to 1: spreads what failed together over a tenth more, so that a receiver that comes back is not besieged
 */
export function pauseAfter(attempts: number, retryAfterSeconds: number | null, chance: number): number | 'exhausted' {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return 'exhausted';
  return Math.max(pause * (1 + chance / 10), Math.min(retryAfterSeconds ?? 0, longestRetryAfter));
}
