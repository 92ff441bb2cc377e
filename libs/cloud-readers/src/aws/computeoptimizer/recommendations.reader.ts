import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import type { ProviderAdvice } from '../../engine/provider-advice.js';
import { nextOf } from '../aws-fields.js';
import { databaseAdvice, functionAdvice, groupAdvice, idleAdvice, instanceAdvice, optimizerSource, serviceAdvice, volumeAdvice } from './optimizer-advice.js';

const enrolment = 'compute-optimizer:GetEnrollmentStatus';

interface List {
  readonly operation: string;
  readonly member: string;
  readonly filters: readonly { readonly name: string; readonly values: readonly string[] }[];
}
const found = (name: string, value: string): List['filters'] => [{ name, values: [value] }];

/** What is asked one after the other; of resources that are as they should be nothing is asked. */
const lists = {
  idle: { operation: 'compute-optimizer:GetIdleRecommendations', member: 'idleRecommendations', filters: [] },
  instance: {
    operation: 'compute-optimizer:GetEC2InstanceRecommendations',
    member: 'instanceRecommendations',
    filters: found('Finding', 'Overprovisioned'),
  },
  volume: { operation: 'compute-optimizer:GetEBSVolumeRecommendations', member: 'volumeRecommendations', filters: found('Finding', 'NotOptimized') },
  function: {
    operation: 'compute-optimizer:GetLambdaFunctionRecommendations',
    member: 'lambdaFunctionRecommendations',
    filters: found('FindingReasonCode', 'MemoryOverprovisioned'),
  },
  database: {
    operation: 'compute-optimizer:GetRDSDatabaseRecommendations',
    member: 'rdsDBRecommendations',
    filters: found('InstanceFinding', 'Overprovisioned'),
  },
  service: {
    operation: 'compute-optimizer:GetECSServiceRecommendations',
    member: 'ecsServiceRecommendations',
    filters: found('Finding', 'Overprovisioned'),
  },
  group: {
    operation: 'compute-optimizer:GetAutoScalingGroupRecommendations',
    member: 'autoScalingGroupRecommendations',
    filters: found('Finding', 'NotOptimized'),
  },
} as const satisfies Readonly<Record<string, List>>;
const kinds = ['idle', 'instance', 'volume', 'function', 'database', 'service', 'group'] as const;
const kindSchema = z.enum(kinds);

const statusSchema = z.looseObject({ status: z.string() });
const tokenSchema = z.looseObject({ nextToken: z.string().nullish() });
const itemsSchema = z.array(z.looseObject({}));

const notEnrolled = z.object({ enrolled: z.literal(false), source: z.string(), accountId: z.string() });

/** Compute Optimizer keeps its advice region by region; the Hub, where it is switched on, passes most of it on, and both are one opportunity. */
export const awsComputeoptimizerRecommendationsReader = defineReader<ProviderAdvice>({
  id: 'aws.computeoptimizer.recommendations',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::ComputeOptimizer::Recommendation',
  operations: [enrolment, ...kinds.map((kind) => lists[kind].operation)],
  pageSize: 500,
  request({ scope, pageToken, pageSize }) {
    const region = scope.region ?? '';
    const { pending, marker } = pendingNames(pageToken);
    const [first] = pending;
    if (first === undefined) return { operation: enrolment, region, body: {} };
    const { operation, filters } = lists[kindSchema.parse(first)];
    return {
      operation,
      region,
      body: {
        // A payer account would be told about its members' resources too, which are other connections.
        accountIds: [scope.accountId],
        ...(filters.length === 0 ? {} : { filters }),
        maxResults: pageSize,
        ...(marker === null ? {} : { nextToken: marker }),
      },
    };
  },
  page(body, { pageToken, scope }) {
    const [first, ...rest] = pendingNames(pageToken).pending;
    if (first === undefined) {
      // Pending and Failed have nothing to tell yet: nothing is advised, which is not "nothing to advise".
      if (statusSchema.parse(body).status !== 'Active')
        return { items: [{ enrolled: false, source: optimizerSource, accountId: scope.accountId }], next: null };
      return { items: [], next: pendingToken({ pending: [...kinds], marker: null }) };
    }
    const kind = kindSchema.parse(first);
    const { nextToken, ...answer } = tokenSchema.parse(body);
    const items = itemsSchema.parse(answer[lists[kind].member]);
    const marker = nextOf(nextToken ?? undefined);
    return {
      items: items.map((item) => ({ ...item, kind })),
      next: pendingToken(marker === null ? { pending: rest, marker } : { pending: [first, ...rest], marker }),
    };
  },
  /** Who may not read advice of one kind may read the others. */
  passOver({ pageToken }) {
    const [first, ...rest] = pendingNames(pageToken).pending;
    return first === undefined ? null : { resource: `${first} advice`, next: pendingToken({ pending: rest, marker: null }) };
  },
  item: z.union([notEnrolled, idleAdvice, instanceAdvice, volumeAdvice, functionAdvice, databaseAdvice, serviceAdvice, groupAdvice]),
  identify: (advice, scope) =>
    advice.enrolled
      ? {
          canonicalId: advice.resourceArn.toLowerCase(),
          resourceId: advice.resourceId,
          name: advice.tags['Name'] ?? null,
          accountId: scope.accountId,
          region: advice.region,
          tags: advice.tags,
        }
      : {
          canonicalId: `arn:aws:compute-optimizer:${scope.region ?? ''}:${scope.accountId}:enrolment`,
          resourceId: scope.accountId,
          name: null,
          accountId: scope.accountId,
          region: scope.region,
          tags: {},
        },
});
