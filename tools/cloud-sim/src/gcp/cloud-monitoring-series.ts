import { hoursBetween, hourText, type HourOfLoad } from '../estate/machine-load.js';
import type { JsonObject } from '../http/json-answer.js';
import type { GcpMeasure, GcpMetric } from './gcp-measure.js';

/** How points are aligned; `hours` is the period. */
export interface Alignment {
  readonly aligner:
    'ALIGN_NONE' | 'ALIGN_MEAN' | 'ALIGN_MAX' | 'ALIGN_MIN' | 'ALIGN_SUM' | 'ALIGN_RATE' | 'ALIGN_DELTA' | 'ALIGN_PERCENTILE_99' | 'ALIGN_PERCENTILE_95';
  readonly hours: number;
}

const ALIGNERS: readonly Alignment['aligner'][] = [
  'ALIGN_NONE',
  'ALIGN_MEAN',
  'ALIGN_MAX',
  'ALIGN_MIN',
  'ALIGN_SUM',
  'ALIGN_RATE',
  'ALIGN_DELTA',
  'ALIGN_PERCENTILE_99',
  'ALIGN_PERCENTILE_95',
];

/** The `aggregation.*` parameters: whole hours, no reduction across series. Null for anything else. */
export function readAlignment(parameters: URLSearchParams): Alignment | null {
  const named = parameters.get('aggregation.perSeriesAligner') ?? 'ALIGN_NONE';
  const aligner = ALIGNERS.find((known) => known === named);
  const reducer = parameters.get('aggregation.crossSeriesReducer') ?? 'REDUCE_NONE';
  const seconds = Number((parameters.get('aggregation.alignmentPeriod') ?? '3600s').replace(/s$/, ''));
  if (aligner === undefined || reducer !== 'REDUCE_NONE' || !(seconds > 0) || seconds % 3600 !== 0) return null;
  return { aligner, hours: aligner === 'ALIGN_NONE' ? 1 : seconds / 3600 };
}

/** The points of one series, newest first. Periods in which nothing was sent have no point. */
export function metricPoints(
  { metric, since, during }: GcpMeasure,
  { start, end }: { start: Date; end: Date },
  alignment: Alignment,
  seed: number,
): JsonObject[] {
  const hours = hoursBetween(since > start ? since : start, end);
  const points: JsonObject[] = [];
  for (let hour = hours.first; hour < hours.end; hour += alignment.hours) {
    const samples: HourOfLoad[] = [];
    for (let inside = hour; inside < Math.min(hour + alignment.hours, hours.end); inside++) {
      const sample = during(inside, seed);
      if (sample !== null) samples.push(sample);
    }
    if (samples.length === 0) continue;
    const value = aligned(samples, alignment, metric);
    const endTime = hourText(hour + alignment.hours);
    const startTime = metric.kind === 'GAUGE' && alignment.aligner === 'ALIGN_NONE' ? endTime : hourText(hour);
    const whole = metric.valueType === 'INT64' && alignment.aligner !== 'ALIGN_RATE' && alignment.aligner !== 'ALIGN_MEAN';
    points.push({ interval: { startTime, endTime }, value: whole ? { int64Value: String(Math.round(value)) } : { doubleValue: value } });
  }
  return points.reverse();
}

function aligned(samples: readonly HourOfLoad[], { aligner }: Alignment, metric: GcpMetric): number {
  const sum = samples.reduce((total, sample) => total + sample.average, 0) * metric.scale;
  switch (aligner) {
    case 'ALIGN_MAX':
    case 'ALIGN_PERCENTILE_99':
    case 'ALIGN_PERCENTILE_95':
      return Math.max(...samples.map((sample) => sample.maximum)) * metric.scale;
    case 'ALIGN_MIN':
      return Math.min(...samples.map((sample) => sample.minimum)) * metric.scale;
    case 'ALIGN_SUM':
    case 'ALIGN_DELTA':
      return sum;
    case 'ALIGN_RATE':
      return sum / (samples.length * 3600);
    case 'ALIGN_MEAN':
    case 'ALIGN_NONE':
      return sum / samples.length;
    default:
      return aligner satisfies never;
  }
}
