import { HOUR_MS, type HourOfLoad } from '../estate/machine-load.js';

/**
 * What monitoring shows of one metric in every hour: always the same, or `base` with a `peak` in one hour of so many.
 * `missingEvery` leaves out one datapoint of so many. A total is that of one hour.
 */
export type AzureMeasure =
  | number
  | { readonly base: number; readonly peak?: number; readonly everyHours?: number; readonly missingEvery?: number }
  /** From 7 to 19 UTC on weekdays and from 8 to 11 on Saturdays, or at rest: 105 of a week's 168 hours. */
  | { readonly atWork: number; readonly atRest: number };

/** By the metric's own name; a metric that is not named never reported. */
export type AzureMeasures = Readonly<Record<string, AzureMeasure>>;

/** One hour of one metric, null where nothing was sent. @param hour hours since the epoch */
export function measuredDuring(measures: AzureMeasures, name: string, hour: number): HourOfLoad | null {
  const measure = measures[name];
  if (measure === undefined) return null;
  if (typeof measure === 'object' && 'atWork' in measure) {
    const value = isWorkingHour(hour) ? measure.atWork : measure.atRest;
    return { average: value, maximum: value, minimum: value };
  }
  const { base, peak = base, everyHours = 1, missingEvery } = typeof measure === 'number' ? { base: measure } : measure;
  if (missingEvery !== undefined && hour % missingEvery === 0) return null;
  const value = hour % everyHours === 0 ? peak : base;
  return { average: value, maximum: value, minimum: value };
}

function isWorkingHour(hour: number): boolean {
  const time = new Date(hour * HOUR_MS);
  const [day, ofDay] = [time.getUTCDay(), time.getUTCHours()];
  if (day === 6) return ofDay >= 8 && ofDay < 11;
  return day !== 0 && ofDay >= 7 && ofDay < 19;
}
