import { z } from 'zod';
import { volumesOfGroup } from '../inventory/volume-inventory.js';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { pageOf } from '../paging.js';
import type { ResourceGroup } from '../resource-group.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';

const service = 'compute-optimizer';
const requestSchema = z.looseObject({
  accountIds: z.array(z.string()).max(1).optional(),
  filters: z.array(z.object({ name: z.string(), values: z.array(z.string()) })).optional(),
  maxResults: z.int().min(0).max(1000).default(100),
  nextToken: z.string().optional(),
});

type Optimized = NonNullable<ResourceGroup['optimized']>;
interface Advised {
  readonly arn: string;
  readonly kind: 'EC2Instance' | 'EBSVolume' | 'LambdaFunction' | 'Database' | 'Service';
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly type: string;
  readonly optimized: Optimized;
}

const kindOf = (arn: string): Advised['kind'] =>
  arn.startsWith('arn:aws:lambda:') ? 'LambdaFunction' : /^arn:aws:rds:[^:]*:\d+:db:/.test(arn) ? 'Database' : 'Service';

/** Everything in the region of the call that a group says is advised on. */
function advisedIn({ world, region }: AwsCall): Advised[] {
  const { estate, inventory } = world;
  const arn = (name: string): string => `arn:aws:ec2:${region}:${estate.accountId}:${name}`;
  const instances = inventory.instances.flatMap(({ instanceId, region: own, group }): Advised[] =>
    group.optimized === undefined
      ? []
      : [{ arn: arn(`instance/${instanceId}`), kind: 'EC2Instance', region: own, tags: group.tags, type: group.instanceType, optimized: group.optimized }],
  );
  const volumes = estate.volumes.flatMap((group) => {
    const { optimized } = group;
    if (optimized === undefined) return [];
    return [...volumesOfGroup(inventory.place, estate, group)].map(({ volumeId, zone, type, tags }): Advised => {
      return { arn: arn(`volume/${volumeId}`), kind: 'EBSVolume', region: zone.slice(0, -1), tags, type, optimized };
    });
  });
  const services = inventory.services.flatMap(({ arn: own, region: place, optimized }): Advised[] =>
    optimized === undefined ? [] : [{ arn: own, kind: kindOf(own), region: place, tags: {}, type: '', optimized }],
  );
  return [...instances, ...volumes, ...services].filter((each) => each.region === region);
}

/** Both numbers, as the service gives them once Cost Explorer is switched on; none before. */
function savingsOf({ world }: AwsCall, { saving }: Optimized): object {
  if (saving === null) return {};
  const opportunity = (value: number): object => ({ savingsOpportunityPercentage: 20, estimatedMonthlySavings: { currency: world.estate.currency, value } });
  return { savingsOpportunity: opportunity(saving * 2), savingsOpportunityAfterDiscounts: opportunity(saving) };
}

type Body = (call: AwsCall, advised: Advised) => object;
interface Listed {
  readonly member: string;
  readonly holds: (advised: Advised) => boolean;
  /** The one filter that its answers are asked for with. */
  readonly filter: readonly [name: string, value: string] | null;
  readonly body: Body;
}

function listOf(name: string, { member, holds, filter, body }: Listed): AwsOperation {
  const run = (call: AwsCall): AwsAnswer => {
    if (!call.world.estate.optimizerEnrolled) throw new AwsError('OptInRequiredException', 'The account is not opted in to Compute Optimizer.');
    const { filters = [], accountIds, maxResults, nextToken } = parseJson(requestSchema, call.json);
    const mine = accountIds?.includes(call.world.estate.accountId) ?? true;
    // Without its filter the service would also tell of what is as it should be, of which there is nothing here.
    const asked = filters.every((each) => filter !== null && each.name === filter[0] && each.values.includes(filter[1]));
    const page = pageOf(name, mine && asked ? advisedIn(call).filter(holds) : [], nextToken, maxResults);
    const items = page.items.map((advised) => ({
      ...body(call, advised),
      accountId: call.world.estate.accountId,
      lastRefreshTimestamp: call.world.clock.daysAgo(1).getTime() / 1000,
      tags: Object.entries(advised.tags).map(([key, value]) => ({ key, value })),
    }));
    return { kind: 'json', value: { [member]: items, ...(page.nextToken === null ? {} : { nextToken: page.nextToken }) } };
  };
  return { service, name, permission: `${service}:${name}`, access: 'read', run };
}

export const OPTIMIZER_OPERATIONS: readonly AwsOperation[] = [
  {
    service,
    name: 'GetEnrollmentStatus',
    permission: `${service}:GetEnrollmentStatus`,
    access: 'read',
    run: ({ world: { estate } }) => ({ kind: 'json', value: { status: estate.optimizerEnrolled ? 'Active' : 'Inactive', memberAccountsEnrolled: false } }),
  },
  listOf('GetIdleRecommendations', {
    member: 'idleRecommendations',
    holds: ({ optimized }) => optimized.advice === 'stop',
    filter: null,
    body: (call, { arn, kind, optimized }) => ({
      resourceArn: arn,
      resourceId: arn.slice(arn.lastIndexOf('/') + 1),
      resourceType: kind,
      finding: kind === 'EBSVolume' ? 'Unattached' : 'Idle',
      lookBackPeriodInDays: 14,
      ...savingsOf(call, optimized),
    }),
  }),
  listOf('GetEC2InstanceRecommendations', {
    member: 'instanceRecommendations',
    holds: ({ kind, optimized }) => kind === 'EC2Instance' && optimized.advice === 'smaller',
    filter: ['Finding', 'Overprovisioned'],
    body: (call, { arn, type, optimized }) => ({
      instanceArn: arn,
      currentInstanceType: type,
      finding: 'OVER_PROVISIONED',
      lookBackPeriodInDays: 14,
      recommendationOptions: [
        { instanceType: 'smaller.but-second', rank: 2, performanceRisk: 1 },
        { instanceType: 't3.small', rank: 1, performanceRisk: 1, ...savingsOf(call, optimized) },
      ],
    }),
  }),
  listOf('GetEBSVolumeRecommendations', {
    member: 'volumeRecommendations',
    holds: ({ kind, optimized }) => kind === 'EBSVolume' && optimized.advice !== 'stop',
    filter: ['Finding', 'NotOptimized'],
    body: (call, { arn, type, optimized }) => ({
      volumeArn: arn,
      currentConfiguration: { volumeType: type, volumeSize: 100, rootVolume: false },
      finding: 'NotOptimized',
      lookBackPeriodInDays: 14,
      volumeRecommendationOptions: [
        {
          configuration: { volumeType: optimized.advice === 'newer' ? 'gp3' : type, volumeSize: 50 },
          rank: 1,
          performanceRisk: 1,
          ...savingsOf(call, optimized),
        },
      ],
    }),
  }),
  listOf('GetLambdaFunctionRecommendations', {
    member: 'lambdaFunctionRecommendations',
    holds: ({ kind, optimized }) => kind === 'LambdaFunction' && optimized.advice === 'smaller',
    filter: ['FindingReasonCode', 'MemoryOverprovisioned'],
    body: (call, { arn, optimized }) => ({
      functionArn: `${arn}:$LATEST`,
      functionVersion: '$LATEST',
      currentMemorySize: 1024,
      finding: 'NotOptimized',
      findingReasonCodes: ['MemoryOverprovisioned'],
      lookbackPeriodInDays: 14,
      memorySizeRecommendationOptions: [{ rank: 1, memorySize: 512, ...savingsOf(call, optimized) }],
    }),
  }),
  listOf('GetRDSDatabaseRecommendations', {
    member: 'rdsDBRecommendations',
    holds: ({ kind, optimized }) => kind === 'Database' && optimized.advice === 'smaller',
    filter: ['InstanceFinding', 'Overprovisioned'],
    body: (call, { arn, optimized }) => ({
      resourceArn: arn,
      currentDBInstanceClass: 'db.m6g.xlarge',
      instanceFinding: 'Overprovisioned',
      lookbackPeriodInDays: 14,
      instanceRecommendationOptions: [{ rank: 1, dbInstanceClass: 'db.m6g.large', ...savingsOf(call, optimized) }],
    }),
  }),
  // No estate has services of ECS, or scaling groups of its own; the machines of these are in the inventory.
  listOf('GetECSServiceRecommendations', {
    member: 'ecsServiceRecommendations',
    holds: () => false,
    filter: ['Finding', 'Overprovisioned'],
    body: () => ({}),
  }),
  listOf('GetAutoScalingGroupRecommendations', {
    member: 'autoScalingGroupRecommendations',
    holds: () => false,
    filter: ['Finding', 'NotOptimized'],
    body: () => ({}),
  }),
  {
    service,
    name: 'UpdateEnrollmentStatus',
    permission: `${service}:UpdateEnrollmentStatus`,
    access: 'write',
    run: () => ({ kind: 'json', value: { status: 'Active' } }),
  },
];
