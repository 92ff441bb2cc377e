import { z } from 'zod';
import { defineReader, type Page, type ReadInput } from '../../engine/define-reader.js';
import { arnIdentity, nextOf, regionOf } from '../aws-fields.js';
import { targetGroupSchema, targetGroupsPage, targetGroupsShape } from './target-groups.reader.js';

const healthShape = { TargetHealthDescriptions: [{ Target: { Id: 'text' }, TargetHealth: { State: 'text' } }] } as const;
const healthPage = z.object({
  TargetHealthDescriptions: z
    .array(z.object({ Target: z.object({ Id: z.string().min(1) }), TargetHealth: z.object({ State: z.string() }).optional() }))
    .default([]),
});

const groupSchema = z.strictObject({ targetGroupArn: z.string(), targetType: z.string().nullable(), loadBalancerArns: z.array(z.string()) });

/** Health is asked one group at a time, so the token carries the groups of a page that are still to ask, and where to go on after. */
const tokenSchema = z.strictObject({ pending: z.array(groupSchema), marker: z.string().nullable() });
type Token = z.infer<typeof tokenSchema>;

const itemSchema = groupSchema.extend({ targets: z.array(z.strictObject({ id: z.string(), state: z.string().nullable() })) });

export type AwsElbv2TargetHealth = z.output<typeof itemSchema>;

/** Few enough groups a page that the token stays short. */
const groupsAtOnce = 20;

export const awsElbv2TargetHealthReader = defineReader<AwsElbv2TargetHealth>({
  id: 'aws.elbv2.target-health',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  operations: ['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTargetHealth'],
  pageSize: groupsAtOnce,
  request({ scope, pageToken }) {
    const token = tokenOf(pageToken);
    const [group] = token.pending;
    if (group === undefined) {
      return {
        operation: 'elasticloadbalancing:DescribeTargetGroups',
        ...regionOf(scope),
        body: { PageSize: groupsAtOnce, Marker: token.marker },
        shape: targetGroupsShape,
      };
    }
    return { operation: 'elasticloadbalancing:DescribeTargetHealth', ...regionOf(scope), body: { TargetGroupArn: group.targetGroupArn }, shape: healthShape };
  },
  page: (body, input) => (tokenOf(input.pageToken).pending.length === 0 ? groupsOf(body) : healthOf(body, input)),
  item: itemSchema,
  identify: (group, scope) => arnIdentity(scope, group.targetGroupArn, null),
});

function tokenOf(pageToken: string | null): Token {
  return pageToken === null ? { pending: [], marker: null } : tokenSchema.parse(JSON.parse(pageToken));
}

function groupsOf(body: unknown): Page {
  const { NextMarker, TargetGroups } = targetGroupsPage.parse(body);
  return { items: [], next: tokenText({ pending: TargetGroups.map((group) => targetGroupSchema.parse(group)), marker: nextOf(NextMarker) }) };
}

function healthOf(body: unknown, input: ReadInput): Page {
  const { pending, marker } = tokenOf(input.pageToken);
  const [group, ...rest] = pending;
  const targets = healthPage.parse(body).TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({ id: Target.Id, state: TargetHealth?.State ?? null }));
  return { items: [{ ...group, targets }], next: tokenText({ pending: rest, marker }) };
}

/** Null once nothing is pending and the list of groups has no further page. */
function tokenText(token: Token): string | null {
  return token.pending.length === 0 && token.marker === null ? null : JSON.stringify(token);
}
