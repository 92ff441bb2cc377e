import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import { arnIdentity, epochSeconds, nextOf, regionOf } from '../aws-fields.js';

const listPage = z.object({ Endpoints: z.array(z.object({ EndpointName: z.string().min(1) })), NextToken: z.string().nullish() });
const endpointPage = z.looseObject({ EndpointArn: z.string() });

const endpointSchema = z
  .object({
    EndpointName: z.string().min(1),
    EndpointArn: z.string().startsWith('arn:'),
    EndpointStatus: z.string().min(1),
    CreationTime: epochSeconds,
    ProductionVariants: z.array(z.object({ VariantName: z.string().min(1), CurrentServerlessConfig: z.unknown().optional() })).nullish(),
    ShadowProductionVariants: z.array(z.unknown()).nullish(),
    AsyncInferenceConfig: z.unknown().optional(),
  })
  .transform((endpoint) => ({
    endpointName: endpoint.EndpointName,
    endpointArn: endpoint.EndpointArn,
    state: endpoint.EndpointStatus,
    createTime: endpoint.CreationTime,
    variants: (endpoint.ProductionVariants ?? []).map(({ VariantName, CurrentServerlessConfig }) => ({
      variantName: VariantName,
      serverless: CurrentServerlessConfig !== undefined && CurrentServerlessConfig !== null,
    })),
    shadowVariants: endpoint.ShadowProductionVariants?.length ?? 0,
    asynchronous: endpoint.AsyncInferenceConfig !== undefined && endpoint.AsyncInferenceConfig !== null,
  }));

export type AwsSagemakerEndpoint = z.output<typeof endpointSchema>;

/** Names first; then one description per endpoint, since only that says on what it runs. */
export const awsSagemakerEndpointsReader = defineReader<AwsSagemakerEndpoint>({
  id: 'aws.sagemaker.endpoints',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::SageMaker::Endpoint',
  operations: ['sagemaker:ListEndpoints', 'sagemaker:DescribeEndpoint'],
  pageSize: 100,
  request({ scope, pageToken, pageSize }) {
    const { pending, marker } = pendingNames(pageToken);
    const [name] = pending;
    return name === undefined
      ? { operation: 'sagemaker:ListEndpoints', ...regionOf(scope), body: { MaxResults: pageSize, ...(marker === null ? {} : { NextToken: marker }) } }
      : { operation: 'sagemaker:DescribeEndpoint', ...regionOf(scope), body: { EndpointName: name } };
  },
  page(body, { pageToken }) {
    const { pending, marker } = pendingNames(pageToken);
    if (pending.length === 0) {
      const { Endpoints, NextToken } = listPage.parse(body);
      return { items: [], next: pendingToken({ pending: Endpoints.map(({ EndpointName }) => EndpointName), marker: nextOf(NextToken ?? undefined) }) };
    }
    return { items: [endpointPage.parse(body)], next: pendingToken({ pending: pending.slice(1), marker }) };
  },
  item: endpointSchema,
  identify: (endpoint, scope) => arnIdentity(scope, endpoint.endpointArn, endpoint.endpointName),
});
