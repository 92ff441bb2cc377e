import { z } from 'zod';
import type { MetricQuery, MetricReader, MetricSpec } from '../../engine/define-metric-reader.js';
import { nextOf } from '../gcp-fields.js';

/** Up to this many resources are named in the filter; beyond it the whole project's series come cheaper in pages. */
const namedInFilter = 100;
const queriesPerBatch = 2000;
const seriesPerPage = 10_000;

const aligners = { Maximum: 'ALIGN_MAX', Minimum: 'ALIGN_MIN', Average: 'ALIGN_MEAN', Sum: 'ALIGN_SUM' } as const;

const pageSchema = z.object({
  nextPageToken: z.string().optional(),
  timeSeries: z
    .array(
      z.object({
        resource: z.object({ labels: z.record(z.string(), z.string()).default({}) }),
        points: z
          .array(
            z.object({
              interval: z.object({ endTime: z.iso.datetime({ offset: true }) }),
              value: z.object({ doubleValue: z.number().optional(), int64Value: z.coerce.number().optional() }),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/** Cloud Monitoring: one list per metric, aligned by Google; a query's dimensions are labels of the monitored resource (`instance_id`). */
export const gcpMonitoringMetricReader: MetricReader = {
  id: 'gcp.monitoring.time-series',
  cloud: 'gcp',
  operations: ['monitoring.projects.timeSeries.list'],
  batches(queries) {
    const groups = new Map<string, MetricQuery[]>();
    for (const query of queries) {
      const { spec } = query;
      const key = [typeOf(spec), spec.statistic, String(spec.periodSeconds), String(spec.windowDays), ...Object.keys(query.dimensions)].join('|');
      groups.set(key, [...(groups.get(key) ?? []), query]);
    }
    return [...groups.values()].flatMap((group) =>
      Array.from({ length: Math.ceil(group.length / queriesPerBatch) }, (_, index) => group.slice(index * queriesPerBatch, (index + 1) * queriesPerBatch)),
    );
  },
  request({ batch, scope, start, end, pageToken }) {
    const [first] = batch;
    const spec = z.custom<MetricSpec>((value) => value !== undefined).parse(first?.spec);
    return {
      operation: 'monitoring.projects.timeSeries.list',
      path: { project: scope.accountId },
      query: {
        filter: filterOf(spec, batch),
        'interval.startTime': start.toISOString(),
        'interval.endTime': end.toISOString(),
        'aggregation.alignmentPeriod': `${String(spec.periodSeconds)}s`,
        'aggregation.perSeriesAligner': aligners[spec.statistic],
        pageSize: String(seriesPerPage),
        ...(pageToken === null ? {} : { pageToken }),
      },
    };
  },
  page(body, batch) {
    const { timeSeries, nextPageToken } = pageSchema.parse(body);
    const queries = new Map(batch.map((query) => [labelText(query.dimensions), query]));
    const names = Object.keys(batch[0]?.dimensions ?? {});
    const series = timeSeries.flatMap(({ resource, points }) => {
      const query = queries.get(labelText(Object.fromEntries(names.map((name) => [name, resource.labels[name] ?? '']))));
      if (query === undefined) return [];
      return [{ key: query.key, points: points.flatMap(({ interval, value }) => pointOf(interval.endTime, value.doubleValue ?? value.int64Value)) }];
    });
    return { series, next: nextOf(nextPageToken) };
  },
};

function pointOf(at: string, value: number | undefined): { at: string; value: number }[] {
  return value === undefined || Number.isNaN(value) ? [] : [{ at, value }];
}

function typeOf(spec: MetricSpec): string {
  return `${spec.namespace}/${spec.name}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('|');
}

/** Series of the provider's own doing, which would read as the customer's use: Google's agent holds sessions in `cloudsqladmin`. */
const notTheCustomers: Readonly<Record<string, string>> = {
  'cloudsql.googleapis.com/database/postgresql/num_backends': ' AND metric.labels.database != "cloudsqladmin"',
};

function filterOf(spec: MetricSpec, batch: readonly MetricQuery[]): string {
  const metric = `metric.type = "${typeOf(spec)}"${notTheCustomers[typeOf(spec)] ?? ''}`;
  if (batch.length > namedInFilter) return metric;
  // Ids come from answers of the provider; a quote in one would end the string and widen the filter.
  return [
    metric,
    ...Object.keys(batch[0]?.dimensions ?? {}).flatMap((name) => {
      const values = [...new Set(batch.map(({ dimensions }) => dimensions[name] ?? ''))];
      return values.every((value) => /^[\w.:-]{1,200}$/.test(value))
        ? [`resource.labels.${name} = one_of(${values.map((value) => `"${value}"`).join(', ')})`]
        : [];
    }),
  ].join(' AND ');
}
