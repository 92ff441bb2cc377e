import { createHash } from 'node:crypto';
import { Cron } from 'croner';

/** When a schedule runs: five cron fields, read in an IANA time zone, and a delay that is its own. */
export interface Timing {
  /** The schedule's id; the delay follows from it, so it is the same each time and differs between schedules. */
  readonly id: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly jitterSeconds: number;
}

export type TimingFault = 'invalid-cron' | 'invalid-time-zone' | 'never-runs' | 'too-frequent';

/** Numbers, names, lists, ranges and steps: what every cron reads alike. Nicknames (`@daily`), `L`, `#` and `?` are read differently elsewhere. */
const field = String.raw`(?:\*|[0-9A-Za-z]{1,3}(?:-[0-9A-Za-z]{1,3})?)(?:/\d{1,2})?`;
const cronText = new RegExp(String.raw`^${field}(?:,${field}){0,30}(?: ${field}(?:,${field}){0,30}){4}$`);
const names = /^(?:[0-9]+|\*|SUN|MON|TUE|WED|THU|FRI|SAT|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)$/i;

/** An audit that begins before the one before has ended is skipped; more often than this nobody would have. */
export const leastMinutesBetween = 15;
const runsLookedAt = 60;

/** @returns what is wrong with the text or the zone, or null */
export function checkTiming({ cron, timeZone }: Pick<Timing, 'cron' | 'timeZone'>, now: Date): TimingFault | null {
  if (!isTimeZone(timeZone)) return 'invalid-time-zone';
  if (!cronText.test(cron) || !cron.split(/[ ,/-]/).every((word) => names.test(word))) return 'invalid-cron';
  let runs: Date[];
  try {
    runs = clockOf(cron, timeZone).nextRuns(runsLookedAt, now);
  } catch {
    return 'invalid-cron';
  }
  if (runs.length < 2) return 'never-runs';
  const least = Math.min(...runs.slice(1).map((run, place) => run.getTime() - (runs[place]?.getTime() ?? 0)));
  return least < leastMinutesBetween * 60_000 ? 'too-frequent' : null;
}

/** Offsets (`+02:00`) are no zones: they know no summer. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]{2,}[A-Za-z0-9_/+-]{0,60}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * Of the hour that comes twice only the first counts, and what names an hour that never comes runs at the end of the gap: croner's rules for
 * texts with a fixed time. Texts with steps follow the clock on the wall.
 */
const clockOf = (cron: string, timeZone: string): Cron => new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });

/** Seconds, 0 to `jitterSeconds`: a thousand schedules at two o'clock do not ask a provider at the same moment. */
export function jitterOf({ id, jitterSeconds }: Pick<Timing, 'id' | 'jitterSeconds'>): number {
  return createHash('sha256').update(`vitrine-schedule/1|${id}`).digest().readUInt32BE(0) % (jitterSeconds + 1);
}

/**
 * The first run after an instant. However many were missed before it, there is one next run.
 * @returns null where the text names no further time
 */
export function nextRun(timing: Timing, after: Date): Date | null {
  return upcomingRuns(timing, after, 1)[0] ?? null;
}

/** The next runs after an instant, delay included. */
export function upcomingRuns(timing: Timing, after: Date, count: number): Date[] {
  const delay = jitterOf(timing) * 1_000;
  // Croner reads the second that it is given as past.
  const from = new Date(after.getTime() - delay);
  return clockOf(timing.cron, timing.timeZone)
    .nextRuns(count, from)
    .map((run) => new Date(run.getTime() + delay));
}
