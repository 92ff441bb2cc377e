/** Hourly values of the fortnight before the fixtures' clock, a Sunday at midnight: `work` from 7 to 19 on weekdays, `rest` else. */
export function workingHours(work: number, rest: number): number[] {
  return Array.from({ length: 336 }, (_, hour) => {
    // The window starts on a Sunday.
    const day = Math.floor(hour / 24) % 7;
    const ofDay = hour % 24;
    return day >= 1 && day <= 5 && ofDay >= 7 && ofDay < 19 ? work : rest;
  });
}
