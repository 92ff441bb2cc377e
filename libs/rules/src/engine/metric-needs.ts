import type { Cloud } from '@vitrine/contracts';
import type { MetricQuery, MetricSeries, MetricSpec, ResourceIdentity } from '@vitrine/cloud-readers';
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
export function metricQueries<Item>(rule: Rule<Item>, item: Item, identity: ResourceIdentity): readonly { readonly need: string; readonly query: MetricQuery }[] {
  return Object.entries(rule.metrics).map(([need, { spec, dimensions }]) => ({
    need,
    query: { key: `${rule.id}|${need}|${identity.canonicalId}`, spec, dimensions: dimensions(item, identity) },
  }));
}

/** A series as rules see it. `coverage` is the share of the window's expected datapoints; an absent series covers nothing. */
export function metricAnswer(series: MetricSeries | null, spec: MetricSpec, window: { readonly start: Date; readonly end: Date }): MetricAnswer {
  const start = window.start.getTime();
  const end = window.end.getTime();
  const inside = (series?.points ?? []).filter((point) => {
    const at = Date.parse(point.at);
    return at >= start && at < end;
  });
  const expected = Math.max(1, Math.floor((end - start) / (spec.periodSeconds * 1000)));
  return {
    values: inside.map((point) => point.value),
    // Two points of one period (a corrected one) are one datapoint.
    coverage: Math.min(1, new Set(inside.map((point) => Math.floor((Date.parse(point.at) - start) / (spec.periodSeconds * 1000)))).size / expected),
    start: window.start.toISOString(),
    end: window.end.toISOString(),
  };
}
