import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import { nextOf, regionOf } from '../aws-fields.js';

/** The answer's environment variables may hold secrets: only the name is taken. */
const listPage = z.object({ Functions: z.array(z.object({ FunctionName: z.string().min(1) })), NextMarker: z.string().nullish() });
const configPage = z.object({ ProvisionedConcurrencyConfigs: z.array(z.unknown()), NextMarker: z.string().nullish() });

const config = z.object({
  FunctionArn: z.string().startsWith('arn:'),
  AllocatedProvisionedConcurrentExecutions: z.number().min(0).nullish(),
  RequestedProvisionedConcurrentExecutions: z.number().min(0),
  Status: z.string().min(1),
  LastModified: z.string().nullish(),
});

const concurrencySchema = z.object({ functionName: z.string().min(1), configs: z.array(config).min(1) }).transform(({ functionName, configs }) => ({
  functionName,
  /** Of the function itself, without the alias or version: so the bill names it. */
  functionArn: configs[0]?.FunctionArn.split(':').slice(0, 7).join(':') ?? '',
  configs: configs.map((each) => ({
    qualifier: each.FunctionArn.split(':')[7] ?? '$LATEST',
    requested: each.RequestedProvisionedConcurrentExecutions,
    allocated: each.AllocatedProvisionedConcurrentExecutions ?? 0,
    state: each.Status,
    /** `2026-01-02T03:04:05+0000`, as Lambda writes it. */
    changeTime: each.LastModified?.replace(/\+0000$/, 'Z') ?? null,
  })),
}));

export type AwsLambdaProvisionedConcurrency = z.output<typeof concurrencySchema>;

/** Names first, fifty a call; then one call per function. Functions that keep nothing ready are no items. */
export const awsLambdaProvisionedConcurrenciesReader = defineReader<AwsLambdaProvisionedConcurrency>({
  id: 'aws.lambda.provisioned-concurrencies',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::Lambda::Function',
  operations: ['lambda:ListFunctions', 'lambda:ListProvisionedConcurrencyConfigs'],
  pageSize: 50,
  request({ scope, pageToken, pageSize }) {
    const { pending, marker } = pendingNames(pageToken);
    const [name] = pending;
    return name === undefined
      ? { operation: 'lambda:ListFunctions', ...regionOf(scope), query: { MaxItems: String(pageSize), ...(marker === null ? {} : { Marker: marker }) } }
      : { operation: 'lambda:ListProvisionedConcurrencyConfigs', ...regionOf(scope), path: { functionName: name }, query: { MaxItems: String(pageSize) } };
  },
  page(body, { pageToken }) {
    const { pending, marker } = pendingNames(pageToken);
    const [functionName] = pending;
    if (functionName === undefined) {
      const { Functions, NextMarker } = listPage.parse(body);
      return { items: [], next: pendingToken({ pending: Functions.map(({ FunctionName }) => FunctionName), marker: nextOf(NextMarker ?? undefined) }) };
    }
    const { ProvisionedConcurrencyConfigs: configs } = configPage.parse(body);
    return { items: configs.length === 0 ? [] : [{ functionName, configs }], next: pendingToken({ pending: pending.slice(1), marker }) };
  },
  item: concurrencySchema,
  identify: (each, scope) => ({
    canonicalId: each.functionArn.toLowerCase(),
    resourceId: each.functionArn,
    name: each.functionName,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  }),
});
