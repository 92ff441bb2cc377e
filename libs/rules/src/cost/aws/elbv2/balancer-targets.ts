import type { AwsElbv2TargetHealth } from '@vitrine/cloud-readers';

/** Look-up keys of a balancer's targets: whether any is registered, and whether any answers health checks. */
export const targeted = (arn: string): string => `targeted ${arn}`;
export const healthy = (arn: string): string => `healthy ${arn}`;

/** Names that the AWS Load Balancer Controller gives; DescribeLoadBalancers shows no tags. */
export const controllerName = /^k8s-/;

/** What one target group says about the balancers that use it. */
export function targetStates(group: AwsElbv2TargetHealth): { readonly key: string }[] {
  return group.loadBalancerArns.flatMap((arn) => [
    ...(group.targets.length > 0 ? [{ key: targeted(arn) }] : []),
    ...(group.targets.some(({ state }) => state === 'healthy') ? [{ key: healthy(arn) }] : []),
  ]);
}

/** `app/shop/0123456789abcdef`: how CloudWatch names a balancer. */
export function balancerDimension(arn: string): string {
  return arn.replace(/^.*:loadbalancer\//, '');
}
