const DAY_MS = 86_400_000;

/**
 * Turns declared ages into times. Ages count back from the UTC midnight before the simulator's start, so that two
 * reads, two pages or two simulators of one day state the same times, and moving the clock ages every resource.
 */
export class AwsClock {
  readonly midnight: number;

  constructor(startedAt: Date) {
    this.midnight = Math.floor(startedAt.getTime() / DAY_MS) * DAY_MS;
  }

  /** @param secondsMore spreads times within a day; the age is never less than was declared */
  daysAgo(days: number, secondsMore = 0): Date {
    return new Date(this.midnight - days * DAY_MS - (secondsMore % 21_600) * 1000);
  }
}

/** `2026-11-22T10:00:00.000Z`, as EC2 prints times. */
export function iso(date: Date): string {
  return date.toISOString();
}

/** `2026-11-22T10:00:00Z`, as IAM and STS print them. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
