import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { nextOf, regionOf } from '../aws-fields.js';

const pageSchema = z.object({ NextToken: z.string().nullish(), ScalableTargets: z.array(z.unknown()) });

const targetSchema = z
  .object({ ResourceId: z.string().min(1), ScalableDimension: z.string().min(1) })
  .transform((target) => ({ resourceId: target.ResourceId, dimension: target.ScalableDimension }));

export type AwsApplicationautoscalingScalableTarget = z.output<typeof targetSchema>;

/** Targets of DynamoDB only (`table/orders`): the one service whose rules ask. */
export const awsApplicationautoscalingScalableTargetsReader = defineReader<AwsApplicationautoscalingScalableTarget>({
  id: 'aws.applicationautoscaling.scalable-targets',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::ApplicationAutoScaling::ScalableTarget',
  operations: ['application-autoscaling:DescribeScalableTargets'],
  pageSize: 50,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'application-autoscaling:DescribeScalableTargets',
    ...regionOf(scope),
    body: { ServiceNamespace: 'dynamodb', MaxResults: pageSize, ...(pageToken === null ? {} : { NextToken: pageToken }) },
  }),
  page(body) {
    const { NextToken, ScalableTargets } = pageSchema.parse(body);
    return { items: ScalableTargets, next: nextOf(NextToken ?? undefined) };
  },
  item: targetSchema,
  identify: (target, scope) => ({
    canonicalId: `arn:aws:application-autoscaling:${scope.region ?? ''}:${scope.accountId}:${target.resourceId}/${target.dimension}`.toLowerCase(),
    resourceId: target.resourceId,
    name: target.resourceId,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  }),
});
