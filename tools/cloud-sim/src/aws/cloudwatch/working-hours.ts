const HOUR_SECONDS = 3600;

/** Nobody works in this period, which no whole day is: outside seven to nineteen on weekdays, and on weekends but for ten to thirteen on Saturdays (UTC). */
export function isOffHour({ second, periodSeconds }: { readonly second: number; readonly periodSeconds: number }): boolean {
  if (periodSeconds > HOUR_SECONDS) return false;
  const hours = Math.floor(second / HOUR_SECONDS);
  const ofDay = hours % 24;
  // 1 January 1970 was a Thursday; 0 is Monday.
  const day = (Math.floor(hours / 24) + 3) % 7;
  if (day === 5) return ofDay < 10 || ofDay >= 13;
  return day === 6 || ofDay < 7 || ofDay >= 19;
}
