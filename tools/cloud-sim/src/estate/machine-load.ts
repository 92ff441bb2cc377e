import { fraction, hash32, mix32 } from './deterministic.js';

/** How a machine behaves as its monitoring sees it. `silent` never sent a datapoint; `patchy` is idle with one hour in five missing. */
export type MachineLoad = 'busy' | 'idle' | 'silent' | 'patchy';

/** One hour of one measure; `average` ≤ `maximum`. */
export interface HourOfLoad {
  readonly average: number;
  readonly maximum: number;
  readonly minimum: number;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Shares of the scale [0, 1] that the measure is on. Idle stays under the bar of every idle rule (3 % at peak). */
const RANGES: Record<MachineLoad, { readonly from: number; readonly to: number; readonly peak: number } | null> = {
  busy: { from: 0.22, to: 0.61, peak: 1.3 },
  idle: { from: 0.003, to: 0.012, peak: 1.5 },
  patchy: { from: 0.003, to: 0.012, peak: 1.5 },
  silent: null,
};

/**
 * The measure during one UTC hour, as a share of its scale; null where nothing was sent.
 * @param series what tells this series from others: a resource id and a metric name
 * @param hour hours since the epoch
 */
export function loadDuring(load: MachineLoad, seed: number, series: string, hour: number): HourOfLoad | null {
  const range = RANGES[load];
  if (range === null) return null;
  const place = mix32((seriesHash(seed, series) + hour) >>> 0);
  if (load === 'patchy' && place % 5 === 0) return null;
  const average = range.from + (range.to - range.from) * (mix32(place + 1) / 0x1_0000_0000);
  return { average, maximum: average * range.peak, minimum: average * 0.6 };
}

let lastSeries: { readonly seed: number; readonly series: string; readonly hash: number } | undefined;

/** A series is asked for hour after hour, and its name is long. */
function seriesHash(seed: number, series: string): number {
  if (lastSeries?.seed !== seed || lastSeries.series !== series) lastSeries = { seed, series, hash: hash32(seed, series) };
  return lastSeries.hash;
}

const hourTexts = new Map<number, string>();

/** `2026-11-22T10:00:00.000Z`; kept, because every series of an estate tells the same hours. */
export function hourText(hour: number): string {
  const known = hourTexts.get(hour) ?? new Date(hour * HOUR_MS).toISOString();
  hourTexts.set(hour, known);
  return known;
}

/** Hours of [from, to) as whole hours since the epoch, starting with the hour that `from` lies in. */
export function hoursBetween(from: Date, to: Date): { readonly first: number; readonly end: number } {
  return { first: Math.floor(from.getTime() / HOUR_MS), end: Math.ceil(to.getTime() / HOUR_MS) };
}

/** A whole number in [from, to], repeatable. */
export function wholeBetween(from: number, to: number, seed: number, ...words: readonly (string | number)[]): number {
  return from + Math.floor(fraction(seed, ...words) * (to - from + 1));
}
