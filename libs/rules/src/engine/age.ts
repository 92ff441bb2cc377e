const dayMs = 86_400_000;

/** Whole days from an ISO 8601 time to the audit's clock; null where the time is absent or not a time. */
export function daysSince(time: string | null, at: Date): number | null {
  if (time === null) return null;
  const from = Date.parse(time);
  return Number.isNaN(from) ? null : Math.floor((at.getTime() - from) / dayMs);
}

/** The judged period of a state that has lasted since `time`. */
export function windowSince(time: string, at: Date): { readonly start: string; readonly end: string } {
  return { start: new Date(time).toISOString(), end: at.toISOString() };
}
