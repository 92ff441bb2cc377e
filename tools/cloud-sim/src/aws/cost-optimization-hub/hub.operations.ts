import { z } from 'zod';
import { hexId } from '../../estate/deterministic.js';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import type { ResourceGroup } from '../resource-group.js';

const requestSchema = z.looseObject({
  filter: z.looseObject({ accountIds: z.array(z.string()).optional(), resourceIds: z.array(z.string()).optional() }).optional(),
  maxResults: z.int().min(1).max(1000).default(100),
  nextToken: z.string().optional(),
});

interface Advised {
  readonly arn: string;
  readonly id: string;
  readonly region: string;
  readonly advised: NonNullable<ResourceGroup['advised']>;
}

/** Machines and managed services whose group says so; the Hub knows nothing else here. */
function advisedOf({ world }: AwsCall): Advised[] {
  const { accountId } = world.estate;
  const instances = world.inventory.instances.flatMap(({ instanceId, region, group }) =>
    group.advised === undefined ? [] : [{ arn: `arn:aws:ec2:${region}:${accountId}:instance/${instanceId}`, id: instanceId, region, advised: group.advised }],
  );
  const services = world.inventory.services.flatMap(({ arn, resourceId, region, advised }) =>
    advised === undefined ? [] : [{ arn, id: resourceId, region, advised }],
  );
  return [...instances, ...services];
}

function listRecommendations(call: AwsCall): AwsAnswer {
  if (!call.world.estate.hubEnrolled) throw new AwsError('AccessDeniedException', 'The account is not enrolled in Cost Optimization Hub.');
  const { filter, maxResults, nextToken } = parseJson(requestSchema, call.json);
  const { accountId, currency } = call.world.estate;
  const asked = advisedOf(call).filter(({ id }) => filter?.resourceIds?.includes(id) ?? true);
  const mine = (filter?.accountIds?.includes(accountId) ?? true) ? asked : [];
  const page = pageOf('ListRecommendations', mine, nextToken, maxResults);
  const items = page.items.map(({ arn, id, region, advised }, index) => ({
    recommendationId: hexId(call.world.inventory.place.seed, `hub/${id}`, index, 16),
    accountId,
    region,
    resourceId: id,
    resourceArn: arn,
    actionType: advised.action,
    currentResourceSummary: 'as it is',
    recommendedResourceSummary: 'as advised',
    estimatedMonthlySavings: advised.saving,
    estimatedMonthlyCost: advised.costAfter,
    currencyCode: currency,
    implementationEffort: 'Medium',
    restartNeeded: true,
    rollbackPossible: true,
    recommendationLookbackPeriodInDays: 14,
    source: 'ComputeOptimizer',
    lastRefreshTimestamp: call.world.clock.daysAgo(1).getTime() / 1000,
    tags: [],
  }));
  return { kind: 'json', value: { items, ...(page.nextToken === null ? {} : { nextToken: page.nextToken }) } };
}

const service = 'cost-optimization-hub';

export const HUB_OPERATIONS: readonly AwsOperation[] = [
  {
    service,
    name: 'ListEnrollmentStatuses',
    permission: `${service}:ListEnrollmentStatuses`,
    access: 'read',
    run: ({ world: { estate } }) => ({ kind: 'json', value: { items: [{ accountId: estate.accountId, status: estate.hubEnrolled ? 'Active' : 'Inactive' }] } }),
  },
  {
    service,
    name: 'GetPreferences',
    permission: `${service}:GetPreferences`,
    access: 'read',
    run: () => ({ kind: 'json', value: { savingsEstimationMode: 'AfterDiscounts', memberAccountDiscountVisibility: 'All' } }),
  },
  { service, name: 'ListRecommendations', permission: `${service}:ListRecommendations`, access: 'read', run: listRecommendations },
  {
    service,
    name: 'UpdateEnrollmentStatus',
    permission: `${service}:UpdateEnrollmentStatus`,
    access: 'write',
    run: () => ({ kind: 'json', value: { status: 'Active' } }),
  },
];
