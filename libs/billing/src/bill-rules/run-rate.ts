/** A month, in days, wherever a rate becomes money a month (`reference/cost.md` §2.0). */
export const daysPerMonth = '30.44';
/** The last complete days that a rate is taken from, at most. */
export const runRateDays = 30;

/** `2026-10-05` of days since 1970. */
export const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
