import { z } from 'zod';
import type { AwsCall } from '../aws-operation.js';
import { parseJson } from '../wire/parse-json.js';
import type { QueryParams } from '../wire/query-params.js';

/** Times come as epoch seconds (JSON) or ISO text (Query). */
const timeSchema = z.union([z.number(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text) / 1000)]);

const statSchema = z.looseObject({
  Metric: z.looseObject({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
  }),
  Period: z.coerce.number().int().min(1),
  Stat: z.string(),
});

const querySchema = z.looseObject({
  Id: z.string().regex(/^[a-z]\w*$/),
  Label: z.string().optional(),
  MetricStat: statSchema.optional(),
  Expression: z.string().optional(),
  ReturnData: z.boolean().default(true),
});

const requestSchema = z.looseObject({
  MetricDataQueries: z.array(querySchema).min(1),
  StartTime: timeSchema,
  EndTime: timeSchema,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  NextToken: z.string().optional(),
});

export type MetricDataRequest = z.output<typeof requestSchema>;
export type MetricDataQuery = z.output<typeof querySchema>;

/** GetMetricData's members from either wire; AWS answers ValidationError for what is malformed. */
export function metricDataRequest(call: AwsCall): MetricDataRequest {
  return parseJson(requestSchema, call.wire === 'query' ? fromQuery(call.query) : call.json, 'ValidationError');
}

function fromQuery(query: QueryParams): object {
  return {
    MetricDataQueries: query.structures('MetricDataQueries').map((one) => ({
      Id: one.get('Id'),
      Label: one.get('Label'),
      Expression: one.get('Expression'),
      ReturnData: one.get('ReturnData') !== 'false',
      MetricStat:
        one.under('MetricStat') === undefined
          ? undefined
          : {
              Metric: {
                Namespace: one.get('MetricStat.Metric.Namespace'),
                MetricName: one.get('MetricStat.Metric.MetricName'),
                Dimensions: (one.under('MetricStat.Metric')?.structures('Dimensions') ?? []).map((dimension) => ({
                  Name: dimension.get('Name'),
                  Value: dimension.get('Value'),
                })),
              },
              Period: one.get('MetricStat.Period'),
              Stat: one.get('MetricStat.Stat'),
            },
    })),
    StartTime: query.get('StartTime'),
    EndTime: query.get('EndTime'),
    ScanBy: query.get('ScanBy'),
    NextToken: query.get('NextToken'),
  };
}
