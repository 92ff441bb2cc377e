import type { AwsElbv2LoadBalancer, AwsElbv2TargetHealth } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import type { JudgeInput, Verdict } from '../../../engine/define-rule.js';

/** Look-up keys of a balancer's targets: whether any is registered, and whether any answers health checks. */
export const targeted = (arn: string): string => `targeted ${arn}`;
export const healthy = (arn: string): string => `healthy ${arn}`;

/** Names that the AWS Load Balancer Controller gives; DescribeLoadBalancers shows no tags. */
const controllerName = /^k8s-/;

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

/** The cheap conditions that both idle rules share: one balancer of their type, active, nobody's controller's, old enough and with targets. */
export function screenBalancer(
  type: AwsElbv2LoadBalancer['type'],
  windowDays: number,
  { item, lookups, at }: JudgeInput<AwsElbv2LoadBalancer>,
): Verdict | 'candidate' {
  if (item.type !== type) return { verdict: 'not_applicable', because: `a balancer of type ${item.type}` };
  if (item.state !== 'active') return { verdict: 'not_applicable', because: `state is ${item.state}` };
  if (controllerName.test(item.loadBalancerName)) return { verdict: 'not_applicable', because: 'owned by Kubernetes (name of its load balancer controller)' };
  const ageDays = daysSince(item.createdTime, at);
  if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createdTime: item.createdTime } };
  if (ageDays < windowDays) return { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } };
  // A balancer that only redirects needs no target.
  if (lookups['targetHealth']?.has(targeted(item.loadBalancerArn)) !== true)
    return { verdict: 'not_applicable', because: 'no target is registered: judged by aws.elbv2.load-balancer-no-target' };
  return 'candidate';
}
