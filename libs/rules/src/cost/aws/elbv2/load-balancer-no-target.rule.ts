import { type AwsElbv2LoadBalancer, awsElbv2LoadBalancersReader, awsElbv2TargetHealthReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule, lookup, type Verdict } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { loadBalancerPriceKeys } from '../price-keys.js';

const grouped = (arn: string): string => `grouped ${arn}`;
const targeted = (arn: string): string => `targeted ${arn}`;
/** Names that the AWS Load Balancer Controller gives; DescribeLoadBalancers shows no tags. */
const controllerName = /^k8s-/;

export const awsElbv2LoadBalancerNoTargetRule = defineRule<AwsElbv2LoadBalancer>({
  id: 'aws.elbv2.load-balancer-no-target',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Load balancer without any target',
  why: 'A balancer whose target groups hold nothing answers every request with an error and is billed by the hour.',
  verify: 'aws elbv2 describe-target-groups --load-balancer-arn {resourceId} --region {region} --query "TargetGroups[].[TargetGroupArn,TargetType]"',
  remedy: {
    steps: ['Check DNS and the access log that nobody calls it.', 'Delete the balancer, then its target groups.'],
    rollback: 'Create the balancer again; its DNS name will be a new one.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsElbv2LoadBalancersReader },
  lookups: {
    targetHealth: lookup({
      reader: awsElbv2TargetHealthReader,
      keys: (group) => group.loadBalancerArns.flatMap((arn) => [{ key: grouped(arn) }, ...(group.targets.length > 0 ? [{ key: targeted(arn) }] : [])]),
      ask: (balancer: AwsElbv2LoadBalancer) => [grouped(balancer.loadBalancerArn), targeted(balancer.loadBalancerArn)],
    }),
  },
  metrics: {},
  defaults: { graceDays: 14 },
  evaluate({ item, identity, lookups, at, settings }): Verdict {
    if (item.state !== 'active') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (controllerName.test(item.loadBalancerName)) return { verdict: 'not_applicable', because: 'owned by Kubernetes (name of its load balancer controller)' };
    const ageDays = daysSince(item.createdTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createdTime: item.createdTime } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    if (lookups['targetHealth']?.has(targeted(item.loadBalancerArn)) === true) return { verdict: 'pass' };
    if (lookups['targetHealth']?.has(grouped(item.loadBalancerArn)) !== true) {
      return { verdict: 'not_applicable', because: 'it has no target group: its listeners redirect or answer by themselves' };
    }
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { type: item.type, scheme: item.scheme, createdTime: item.createdTime, ageDays, graceDays, registeredTargets: 0 },
      window: windowSince(item.createdTime, at),
      formula: formula(`no target registered in any of its target groups and age ≥ ${String(graceDays)} days`),
      assumptions: [
        '"No target" comes from DescribeTargetHealth, since HealthyHostCount vanishes with the last target.',
        'Targets that are registered but unhealthy are not judged here.',
      ],
      cost: { kind: 'whole', list: loadBalancerPriceKeys(item.type, identity.region ?? '') },
    };
  },
});
