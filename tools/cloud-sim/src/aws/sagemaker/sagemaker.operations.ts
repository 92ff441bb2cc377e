import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { ServiceResource } from '../inventory/service-resource.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import { ofRegion } from '../inventory/of-region.js';
import { ENDPOINT_VARIANT, type EndpointGroup } from './endpoint.family.js';

const listSchema = z.looseObject({ MaxResults: z.int().min(1).max(100).default(10), NextToken: z.string().optional() });
const describeSchema = z.looseObject({ EndpointName: z.string() });

const endpointsIn = (call: AwsCall): readonly ServiceResource<EndpointGroup>[] => ofRegion(call.world.inventory.endpoints, call.region);

function summaryOf(call: AwsCall, endpoint: ServiceResource<EndpointGroup>): object {
  const created = call.world.clock.daysAgo(endpoint.ageDays).getTime() / 1000;
  return { EndpointName: endpoint.name, EndpointArn: endpoint.arn, CreationTime: created, LastModifiedTime: created, EndpointStatus: 'InService' };
}

function listEndpoints(call: AwsCall): AwsAnswer {
  const { MaxResults, NextToken } = parseJson(listSchema, call.json);
  const page = pageOf('ListEndpoints', endpointsIn(call), NextToken, MaxResults, 'ValidationException');
  const Endpoints = page.items.map((endpoint) => summaryOf(call, endpoint));
  return { kind: 'json', value: { Endpoints, ...(page.nextToken === null ? {} : { NextToken: page.nextToken }) } };
}

function variantsOf({ situation }: EndpointGroup): object[] {
  const machine = { CurrentInstanceCount: 1, DesiredInstanceCount: 1 };
  const serverless = { CurrentServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } };
  const variant = (VariantName: string): object => ({
    VariantName,
    CurrentWeight: 1,
    DesiredWeight: 1,
    ...(situation === 'serverless' ? serverless : machine),
  });
  return situation === 'two-variants' ? [variant(ENDPOINT_VARIANT), variant('Challenger')] : [variant(ENDPOINT_VARIANT)];
}

function describeEndpoint(call: AwsCall): AwsAnswer {
  const { EndpointName } = parseJson(describeSchema, call.json);
  const endpoint = endpointsIn(call).find(({ name }) => name === EndpointName);
  if (endpoint === undefined) throw new AwsError('ValidationException', `Could not find endpoint "${EndpointName}".`);
  const asynchronous = endpoint.group.situation === 'asynchronous' ? { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://shop-answers/' } } } : {};
  return {
    kind: 'json',
    value: {
      ...summaryOf(call, endpoint),
      EndpointConfigName: `${endpoint.name}-1`,
      ProductionVariants: variantsOf(endpoint.group),
      ...asynchronous,
    },
  };
}

export const SAGEMAKER_OPERATIONS: readonly AwsOperation[] = [
  { service: 'sagemaker', name: 'ListEndpoints', permission: 'sagemaker:ListEndpoints', access: 'read', run: listEndpoints },
  { service: 'sagemaker', name: 'DescribeEndpoint', permission: 'sagemaker:DescribeEndpoint', access: 'read', run: describeEndpoint },
  { service: 'sagemaker', name: 'DeleteEndpoint', permission: 'sagemaker:DeleteEndpoint', access: 'write', run: () => ({ kind: 'json', value: {} }) },
];
