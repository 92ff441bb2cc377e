import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { arnIdentity, nextOf, optionalText, regionOf } from '../aws-fields.js';

export const targetGroupsShape = { NextMarker: 'text', TargetGroups: [{ TargetGroupArn: 'text', TargetType: 'text', LoadBalancerArns: ['text'] }] } as const;

export const targetGroupsPage = z.object({ NextMarker: z.string().optional(), TargetGroups: z.array(z.unknown()) });

export const targetGroupSchema = z
  .object({ TargetGroupArn: z.string().startsWith('arn:'), TargetType: optionalText, LoadBalancerArns: z.array(z.string()).default([]) })
  .transform((group) => ({ targetGroupArn: group.TargetGroupArn, targetType: group.TargetType, loadBalancerArns: group.LoadBalancerArns }));

export type AwsElbv2TargetGroup = z.output<typeof targetGroupSchema>;

export const awsElbv2TargetGroupsReader = defineReader<AwsElbv2TargetGroup>({
  id: 'aws.elbv2.target-groups',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  operations: ['elasticloadbalancing:DescribeTargetGroups'],
  pageSize: 400,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'elasticloadbalancing:DescribeTargetGroups',
    ...regionOf(scope),
    body: { PageSize: pageSize, Marker: pageToken },
    shape: targetGroupsShape,
  }),
  page(body) {
    const { NextMarker, TargetGroups } = targetGroupsPage.parse(body);
    return { items: TargetGroups, next: nextOf(NextMarker) };
  },
  item: targetGroupSchema,
  identify: (group, scope) => arnIdentity(scope, group.targetGroupArn, null),
});
