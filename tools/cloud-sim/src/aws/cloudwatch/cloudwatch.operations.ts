import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { isoSeconds } from '../inventory/aws-clock.js';
import { offsetOf, tokenFor } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { members } from '../wire/xml-document.js';
import { metricDataRequest, type MetricDataQuery, type MetricDataRequest } from './metric-data-request.js';
import { profileOf } from './metric-profile.js';

const MOST_QUERIES = 500;
/** Datapoints of one answer; the rest waits behind a token. */
const MOST_POINTS = 100_800;

interface Series {
  readonly id: string;
  readonly label: string;
  readonly seconds: readonly number[];
  readonly values: readonly number[];
}

function getMetricData(call: AwsCall): AwsAnswer {
  const request = metricDataRequest(call);
  const queries = request.MetricDataQueries;
  if (queries.length > MOST_QUERIES) {
    throw new AwsError('ValidationError', `The collection MetricDataQueries must not have a size greater than ${String(MOST_QUERIES)}.`);
  }
  if (request.StartTime >= request.EndTime) throw new AwsError('ValidationError', 'The parameter StartTime must be less than the parameter EndTime.');
  const results: Series[] = [];
  let index = offsetOf('GetMetricData', request.NextToken);
  for (let points = 0; index < queries.length && points < MOST_POINTS; index++) {
    const query = queries[index];
    if (query === undefined || !query.ReturnData) continue;
    const series = seriesOf(call, request, query);
    points += series.values.length;
    results.push(series);
  }
  return answer(call, results, index < queries.length ? tokenFor('GetMetricData', index) : null);
}

function seriesOf(call: AwsCall, request: MetricDataRequest, query: MetricDataQuery): Series {
  if (query.MetricStat === undefined) throw new AwsError('ValidationError', 'The simulator answers MetricStat queries, not expressions');
  const { Metric, Period, Stat } = query.MetricStat;
  if (Period % 60 !== 0) throw new AwsError('ValidationError', 'The parameter Period must be a multiple of 60.');
  const { inventory, clock } = call.world;
  const dimensions = Object.fromEntries(Metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
  const profile = profileOf(inventory, (days) => clock.daysAgo(days), { namespace: Metric.Namespace, dimensions, region: call.region });
  const seconds: number[] = [];
  const values: number[] = [];
  if (profile !== null) {
    const now = call.world.now().getTime() / 1000;
    const born = profile.bornAt.getTime() / 1000;
    const first = Math.ceil(Math.max(request.StartTime, born) / Period) * Period;
    for (let second = first; second < request.EndTime && second <= now; second += Period) {
      const value = profile.valueAt({ metric: Metric.MetricName, statistic: Stat, second, periodSeconds: Period });
      if (value === null) continue;
      seconds.push(second);
      values.push(value);
    }
  }
  if (request.ScanBy === 'TimestampDescending') {
    seconds.reverse();
    values.reverse();
  }
  return { id: query.Id, label: query.Label ?? Metric.MetricName, seconds, values };
}

function answer(call: AwsCall, results: readonly Series[], nextToken: string | null): AwsAnswer {
  if (call.wire === 'query') {
    const series = results.map(({ id, label, seconds, values }) => ({
      Id: id,
      Label: label,
      StatusCode: 'Complete',
      Timestamps: members(seconds.map((second) => isoSeconds(new Date(second * 1000)))),
      Values: members(values),
    }));
    return { kind: 'xml', members: { MetricDataResults: members(series), NextToken: nextToken } };
  }
  const series = results.map(({ id, label, seconds, values }) => ({ Id: id, Label: label, StatusCode: 'Complete', Timestamps: seconds, Values: values }));
  return { kind: 'json', value: { MetricDataResults: series, Messages: [], ...(nextToken === null ? {} : { NextToken: nextToken }) } };
}

export const CLOUDWATCH_OPERATIONS: readonly AwsOperation[] = [
  {
    service: 'monitoring',
    name: 'GetMetricData',
    permission: 'cloudwatch:GetMetricData',
    access: 'read',
    rate: { capacity: 50, refillPerSecond: 50 },
    run: getMetricData,
  },
  {
    service: 'monitoring',
    name: 'DeleteAlarms',
    permission: 'cloudwatch:DeleteAlarms',
    access: 'write',
    run: (call) => (call.wire === 'query' ? { kind: 'xml', members: {} } : { kind: 'json', value: {} }),
  },
];
