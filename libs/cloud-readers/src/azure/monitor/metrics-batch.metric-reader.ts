import { z } from 'zod';
import type { MetricQuery, MetricReader, MetricSeries, MetricSpec } from '../../engine/define-metric-reader.js';

/** The most resources that one getBatch takes. */
const resourcesPerCall = 50;

const sample = z.object({
  timeStamp: z.iso.datetime({ offset: true }),
  average: z.number().nullish(),
  maximum: z.number().nullish(),
  minimum: z.number().nullish(),
  total: z.number().nullish(),
});
/** The outside first: an answer may hold a hundred thousand points, of which one series is checked, and copied, at a time. */
const pageSchema = z.object({
  values: z.array(
    z.object({ resourceid: z.string(), value: z.array(z.object({ name: z.object({ value: z.string() }), timeseries: z.unknown() })).default([]) }),
  ),
});
const timeseriesSchema = z.array(z.object({ data: z.array(sample).default([]) })).default([]);
type Metric = z.output<typeof pageSchema>['values'][number]['value'][number];

/**
 * Azure Monitor, 50 resources a call. All metrics of one type, region and grain travel together, so the number of calls is
 * ⌈resources ÷ 50⌉. A query's dimensions are `resourceId` and `location`: the host that answers is the region's.
 */
export const azureMonitorMetricReader: MetricReader = {
  id: 'azure.monitor.metrics-batch',
  cloud: 'azure',
  operations: ['Microsoft.Insights/metrics/read'],
  batches(queries) {
    const groups = new Map<string, Map<string, MetricQuery[]>>();
    for (const query of queries) {
      const { namespace, periodSeconds, windowDays } = query.spec;
      const place = `${namespace.toLowerCase()}|${locationOf(query)}|${String(periodSeconds)}|${String(windowDays)}`;
      const byResource = groups.get(place) ?? new Map<string, MetricQuery[]>();
      groups.set(place, byResource);
      byResource.set(idOf(query), [...(byResource.get(idOf(query)) ?? []), query]);
    }
    return [...groups.values()].flatMap((byResource) => {
      const resources = [...byResource.values()];
      return Array.from({ length: Math.ceil(resources.length / resourcesPerCall) }, (_, index) =>
        resources.slice(index * resourcesPerCall, (index + 1) * resourcesPerCall).flat(),
      );
    });
  },
  request({ batch, scope, start, end }) {
    const [first] = batch;
    const spec = z.custom<MetricSpec>((value) => value !== undefined).parse(first?.spec);
    return {
      operation: 'Microsoft.Insights/metrics/read',
      region: first === undefined ? '' : locationOf(first),
      path: { subscriptionId: scope.accountId },
      query: {
        starttime: start.toISOString(),
        endtime: end.toISOString(),
        interval: interval(spec.periodSeconds),
        metricnamespace: spec.namespace,
        metricnames: [...new Set(batch.map((query) => query.spec.name))].join(','),
        aggregation: [...new Set(batch.map((query) => aggregations[query.spec.statistic]))].join(','),
      },
      body: { resourceids: [...new Set(batch.map((query) => query.dimensions['resourceId'] ?? ''))] },
    };
  },
  page(body, batch) {
    const byResource = new Map(pageSchema.parse(body).values.map((entry) => [entry.resourceid.toLowerCase(), entry.value]));
    return { series: seriesOf(byResource, batch), next: null };
  },
};

function* seriesOf(byResource: ReadonlyMap<string, readonly Metric[]>, batch: readonly MetricQuery[]): Generator<MetricSeries, void, undefined> {
  for (const query of batch) {
    const metric = byResource.get(idOf(query))?.find(({ name }) => name.value.toLowerCase() === query.spec.name.toLowerCase());
    if (metric === undefined) continue;
    const member = aggregations[query.spec.statistic];
    const points = timeseriesSchema
      .parse(metric.timeseries)
      .flatMap(({ data }) => data.flatMap((point) => (typeof point[member] === 'number' ? [{ at: point.timeStamp, value: point[member] }] : [])));
    yield { key: query.key, points };
  }
}

const aggregations = { Maximum: 'maximum', Minimum: 'minimum', Average: 'average', Sum: 'total' } as const;

function idOf({ dimensions }: MetricQuery): string {
  return (dimensions['resourceId'] ?? '').toLowerCase();
}

/** `West Europe` and `westeurope` are one place; hosts use the second form. */
function locationOf({ dimensions }: MetricQuery): string {
  return (dimensions['location'] ?? '').toLowerCase().replaceAll(' ', '');
}

function interval(seconds: number): string {
  if (seconds % 86_400 === 0) return `P${String(seconds / 86_400)}D`;
  return seconds % 3600 === 0 ? `PT${String(seconds / 3600)}H` : `PT${String(Math.ceil(seconds / 60))}M`;
}
