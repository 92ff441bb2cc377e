import { type Cloud, unreachable } from '@vitrine/contracts';
import type { MetricQuery, MetricSpec, ResourceIdentity } from '@vitrine/cloud-readers';
import type { MetricAnswer, Rule } from './define-rule.js';

const dayMs = 86_400_000;

/** The one operation per cloud that reads metrics; a spec compares these with the closed lists. */
export const metricOperation: Readonly<Record<Cloud, string>> = {
  aws: 'cloudwatch:GetMetricData',
  azure: 'Microsoft.Insights/metrics/read',
  gcp: 'monitoring.projects.timeSeries.list',
};

/** The judged period: whole metric periods before `at`; a period that still runs would read as a small one. */
export function metricWindow(spec: MetricSpec, at: Date): { readonly start: Date; readonly end: Date } {
  const periodMs = spec.periodSeconds * 1000;
  const end = Math.floor(at.getTime() / periodMs) * periodMs;
  return { start: new Date(end - spec.windowDays * dayMs), end: new Date(end) };
}

/** What a candidate asks for, one query per need of the rule. `key` is unique within an audit. */
export function metricQueries<Item>(
  rule: Rule<Item>,
  item: Item,
  identity: ResourceIdentity,
): readonly { readonly need: string; readonly query: MetricQuery }[] {
  return Object.entries(rule.metrics).map(([need, { spec, dimensions }]) => ({
    need,
    query: { key: `${rule.id}|${need}|${identity.canonicalId}`, spec, dimensions: dimensions(item, identity) },
  }));
}

interface Point {
  /** RFC 3339, or milliseconds since 1970. */
  readonly at: string | number;
  readonly value: number;
}

/** Several points of one period: parts of a resource (per interface, per load-balancing label), or a page's repeat, which can only spare it. */
function combined(values: readonly number[], statistic: MetricSpec['statistic']): number {
  switch (statistic) {
    case 'Maximum':
      return Math.max(...values);
    case 'Minimum':
      return Math.min(...values);
    case 'Average':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'Sum':
      return values.reduce((sum, value) => sum + value, 0);
    default:
      return unreachable(statistic);
  }
}

/**
 * All points of one query as rules see them: one value per period, in order of time. `coverage` is the share of the
 * window's periods that have one. Hand in the points of every series and page with the query's key; none is coverage 0.
 */
export function metricAnswer(points: Iterable<Point>, spec: MetricSpec, window: { readonly start: Date; readonly end: Date }): MetricAnswer {
  const periodMs = spec.periodSeconds * 1000;
  const start = window.start.getTime();
  const expected = Math.max(1, Math.floor((window.end.getTime() - start) / periodMs));
  const byPeriod = new Map<number, number[]>();
  for (const point of points) {
    // AWS and Azure name a period by its start, Google by its end.
    const at = (typeof point.at === 'number' ? point.at : Date.parse(point.at)) - (spec.cloud === 'gcp' ? periodMs : 0);
    const period = Math.floor((at - start) / periodMs);
    if (period >= 0 && period < expected) byPeriod.set(period, [...(byPeriod.get(period) ?? []), point.value]);
  }
  const periods = [...byPeriod].sort(([a], [b]) => a - b);
  return {
    values: periods.map(([, values]) => combined(values, spec.statistic)),
    periods: periods.map(([period]) => period),
    coverage: periods.length / expected,
    start: window.start.toISOString(),
    end: window.end.toISOString(),
  };
}
