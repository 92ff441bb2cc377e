import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { ServiceResource } from '../inventory/service-resource.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { segmentOf } from '../wire/rest-operation-name.js';
import { ofRegion } from '../inventory/of-region.js';
import { FUNCTION_ALIAS, type FunctionGroup } from './function.family.js';

const functionsIn = (call: AwsCall): readonly ServiceResource<FunctionGroup>[] => ofRegion(call.world.inventory.functions, call.region);
/** `2026-01-02T03:04:05.000+0000`, as Lambda prints times. */
const lambdaTime = (date: Date): string => date.toISOString().replace('Z', '+0000');

function listFunctions(call: AwsCall): AwsAnswer {
  const asked = call.request.url.searchParams;
  const page = pageOf(
    'ListFunctions',
    functionsIn(call),
    asked.get('Marker') ?? undefined,
    Math.min(50, Number(asked.get('MaxItems') ?? '50')),
    'InvalidParameterValueException',
  );
  const Functions = page.items.map((each) => ({
    FunctionName: each.name,
    FunctionArn: each.arn,
    Runtime: 'nodejs22.x',
    MemorySize: 1024,
    Architectures: ['x86_64'],
    LastModified: lambdaTime(call.world.clock.daysAgo(each.ageDays)),
    // What an audit must drop: people keep secrets here.
    Environment: { Variables: { DATABASE_PASSWORD: 'CANARY-FUNCTION-5b0f11' } },
  }));
  return { kind: 'json', value: { Functions, NextMarker: page.nextToken } };
}

function provisioned(call: AwsCall): AwsAnswer {
  const name = segmentOf(call.request, 2);
  const found = functionsIn(call).find((each) => each.name === name);
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  const { situation } = found.group;
  const aliases = situation === 'on-demand' ? [] : situation === 'two-aliases' ? [FUNCTION_ALIAS, 'next'] : [FUNCTION_ALIAS];
  const ProvisionedConcurrencyConfigs = aliases.map((alias) => ({
    FunctionArn: `${found.arn}:${alias}`,
    RequestedProvisionedConcurrentExecutions: 20,
    AvailableProvisionedConcurrentExecutions: 20,
    AllocatedProvisionedConcurrentExecutions: 20,
    Status: 'READY',
    LastModified: lambdaTime(call.world.clock.daysAgo(found.ageDays)),
  }));
  return { kind: 'json', value: { ProvisionedConcurrencyConfigs } };
}

export const LAMBDA_OPERATIONS: readonly AwsOperation[] = [
  { service: 'lambda', name: 'ListFunctions', permission: 'lambda:ListFunctions', access: 'read', run: listFunctions },
  { service: 'lambda', name: 'ListProvisionedConcurrencyConfigs', permission: 'lambda:ListProvisionedConcurrencyConfigs', access: 'read', run: provisioned },
  { service: 'lambda', name: 'DeleteFunction', permission: 'lambda:DeleteFunction', access: 'write', run: () => ({ kind: 'json', value: {} }) },
];
