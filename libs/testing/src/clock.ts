/** A clock that stands until it is told: code takes `() => Date` and specs say what time it is. */
export interface TestClock {
  (): Date;
  /** Moves on by so many milliseconds. */
  advance(milliseconds: number): void;
  /** Jumps, also backwards. */
  set(to: Date | string): void;
}

export function testClock(start: Date | string = '2026-11-22T12:00:00.000Z'): TestClock {
  let now = new Date(start).getTime();
  return Object.assign(() => new Date(now), {
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    set: (to: Date | string) => {
      now = new Date(to).getTime();
    },
  });
}
