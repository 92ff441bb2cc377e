import { z } from 'zod';
import type { MetricQuery, MetricReader, MetricSeries } from '../../engine/define-metric-reader.js';
import { nextOf, regionOf } from '../aws-fields.js';

/** The most series that one GetMetricData takes. */
const seriesPerCall = 500;

const shape = { NextToken: 'text', MetricDataResults: [{ Id: 'text', Timestamps: ['text'], Values: ['text'] }] } as const;

/** The outside first: an answer holds up to 100,800 points, of which one series is checked, and copied, at a time. */
const pageSchema = z.object({
  NextToken: z.string().optional(),
  MetricDataResults: z.array(z.object({ Id: z.string().regex(/^q\d{1,3}$/), Timestamps: z.unknown(), Values: z.unknown() })).default([]),
});
const timesSchema = z.array(z.iso.datetime({ offset: true })).default([]);
const valuesSchema = z.array(z.coerce.number()).default([]);
type Result = z.output<typeof pageSchema>['MetricDataResults'][number];

/** CloudWatch, 500 series a call, cut from candidates of all pages. A key may come on several pages of one batch. */
export const awsCloudwatchMetricReader: MetricReader = {
  id: 'aws.cloudwatch.metric-data',
  cloud: 'aws',
  operations: ['cloudwatch:GetMetricData'],
  batches(queries) {
    const batches: MetricQuery[][] = [];
    for (let at = 0; at < queries.length; at += seriesPerCall) batches.push(queries.slice(at, at + seriesPerCall));
    return batches;
  },
  request: ({ batch, scope, start, end, pageToken }) => ({
    operation: 'cloudwatch:GetMetricData',
    ...regionOf(scope),
    body: {
      StartTime: start.toISOString(),
      EndTime: end.toISOString(),
      ScanBy: 'TimestampAscending',
      NextToken: pageToken,
      MetricDataQueries: batch.map(({ spec, dimensions }, index) => ({
        Id: `q${String(index)}`,
        MetricStat: {
          Metric: { Namespace: spec.namespace, MetricName: spec.name, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) },
          Period: spec.periodSeconds,
          Stat: spec.statistic,
        },
      })),
    },
    shape,
  }),
  page(body, batch) {
    const { NextToken, MetricDataResults } = pageSchema.parse(body);
    return { series: seriesOf(MetricDataResults, batch), next: nextOf(NextToken) };
  },
};

function* seriesOf(results: readonly Result[], batch: readonly MetricQuery[]): Generator<MetricSeries, void, undefined> {
  for (const { Id, Timestamps, Values } of results) {
    const query = batch[Number(Id.slice(1))];
    if (query === undefined) continue;
    const values = valuesSchema.parse(Values);
    yield { key: query.key, points: timesSchema.parse(Timestamps).flatMap((at, index) => (values[index] === undefined ? [] : [{ at, value: values[index] }])) };
  }
}
