import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { arnIdentity, instant, nextOf, optionalText, regionOf } from '../aws-fields.js';

const shape = {
  NextMarker: 'text',
  LoadBalancers: [{ LoadBalancerArn: 'text', LoadBalancerName: 'text', Type: 'text', Scheme: 'text', State: { Code: 'text' }, CreatedTime: 'text' }],
} as const;

const pageSchema = z.object({ NextMarker: z.string().optional(), LoadBalancers: z.array(z.unknown()) });

const loadBalancerSchema = z
  .object({
    LoadBalancerArn: z.string().startsWith('arn:'),
    LoadBalancerName: z.string().min(1),
    Type: z.string().min(1),
    Scheme: optionalText,
    State: z.object({ Code: z.string().min(1) }),
    CreatedTime: instant,
  })
  .transform((balancer) => ({
    loadBalancerArn: balancer.LoadBalancerArn,
    loadBalancerName: balancer.LoadBalancerName,
    type: balancer.Type,
    scheme: balancer.Scheme,
    state: balancer.State.Code,
    createdTime: balancer.CreatedTime,
  }));

export type AwsElbv2LoadBalancer = z.output<typeof loadBalancerSchema>;

/** Tags would cost one more call per 20 balancers and need another permission, so they are not read. */
export const awsElbv2LoadBalancersReader = defineReader<AwsElbv2LoadBalancer>({
  id: 'aws.elbv2.load-balancers',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  operations: ['elasticloadbalancing:DescribeLoadBalancers'],
  pageSize: 400,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'elasticloadbalancing:DescribeLoadBalancers',
    ...regionOf(scope),
    body: { PageSize: pageSize, Marker: pageToken },
    shape,
  }),
  page(body) {
    const { NextMarker, LoadBalancers } = pageSchema.parse(body);
    return { items: LoadBalancers, next: nextOf(NextMarker) };
  },
  item: loadBalancerSchema,
  identify: (balancer, scope) => arnIdentity(scope, balancer.loadBalancerArn, balancer.loadBalancerName),
});
