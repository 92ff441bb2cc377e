import type { MetricAnswer } from '../../../engine/define-rule.js';

const hourMs = 3_600_000;
/** A night, to be worth a schedule, rests this many hours in a row. */
const nightHours = 8;

/** Names of environments that nobody outside works with, as labels and machine names hold them. */
const nonProduction = /(^|[-_.])(dev|devel|development|test|testing|qa|uat|stage|staging|sandbox|sbx|nonprod|non-prod|demo|lab)([-_.]|\d|$)/i;
const production = /(^|[-_.])(prod|production|prd|live)([-_.]|\d|$)/i;
const environmentKeys: readonly string[] = ['env', 'environment', 'stage', 'tier'];

/** What the labels say of the environment, else what the name says; null where neither does. */
export function environmentOf(labels: Readonly<Record<string, string>>, name: string): 'production' | 'other' | null {
  const labelled = Object.entries(labels).find(([key]) => environmentKeys.includes(key.toLowerCase()))?.[1];
  const text = labelled ?? name;
  if (nonProduction.test(text)) return 'other';
  return production.test(text) ? 'production' : null;
}

/**
 * The hours of a week (0 is Monday 0 h UTC) in which the machine was seen to rest and never seen to work; an hour of the
 * week without any datapoint does not count. Null where nights or weekends are not among them: then no schedule fits.
 */
export function restingHours(series: readonly MetricAnswer[], rests: readonly ((value: number) => boolean)[]): ReadonlySet<number> | null {
  const seen = series.map((answer, which) => restAndWork(answer, rests[which] ?? (() => false)));
  const hours = Array.from({ length: 7 * 24 }, (_, hour) => hour);
  const resting = new Set(hours.filter((hour) => seen.every(({ rest, work }) => rest.has(hour) && !work.has(hour))));
  const weekend = hours.slice(5 * 24).every((hour) => resting.has(hour));
  return weekend && everyNightRests(resting) ? resting : null;
}

function restAndWork({ start, periods, values }: MetricAnswer, rests: (value: number) => boolean): { readonly rest: Set<number>; readonly work: Set<number> } {
  const first = Math.floor(Date.parse(start) / hourMs);
  const found = { rest: new Set<number>(), work: new Set<number>() };
  for (const [index, period] of periods.entries()) (rests(values[index] ?? Number.POSITIVE_INFINITY) ? found.rest : found.work).add(hourOfWeek(first + period));
  return found;
}

/** 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday. */
function hourOfWeek(hour: number): number {
  return (hour + 3 * 24) % (7 * 24);
}

/** One and the same stretch of the clock rests in every night before a working day. */
function everyNightRests(resting: ReadonlySet<number>): boolean {
  return Array.from({ length: 24 }, (_, from) => from).some((from) =>
    [0, 1, 2, 3].every((day) => Array.from({ length: nightHours }, (_, hour) => day * 24 + from + hour).every((hour) => resting.has(hour))),
  );
}
