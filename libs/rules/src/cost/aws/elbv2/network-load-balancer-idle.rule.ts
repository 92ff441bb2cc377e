import { type AwsElbv2LoadBalancer, awsElbv2LoadBalancersReader, awsElbv2TargetHealthReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { awsMetric } from '../aws-metric.js';
import { loadBalancerPriceKeys } from '../price-keys.js';
import { balancerDimension, controllerName, healthy, targeted, targetStates } from './balancer-targets.js';

const windowDays = 14;

export const awsElbv2NetworkLoadBalancerIdleRule = defineRule<AwsElbv2LoadBalancer>({
  id: 'aws.elbv2.network-load-balancer-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Network Load Balancer that nobody calls',
  why: 'A balancer without a single new flow in two weeks is paid for by the hour without being used.',
  verify: 'aws elbv2 describe-target-groups --load-balancer-arn {resourceId} --region {region} --query "TargetGroups[].[TargetGroupArn,TargetType]"',
  remedy: {
    steps: ['Check DNS that no name points at it, and with the owner that it is no standby.', 'Delete the balancer, then its target groups.'],
    rollback: 'Create the balancer again with its target groups; its DNS name will be a new one.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: awsElbv2LoadBalancersReader },
  lookups: {
    targetHealth: lookup({
      reader: awsElbv2TargetHealthReader,
      keys: targetStates,
      ask: (balancer: AwsElbv2LoadBalancer) => (balancer.type === 'network' ? [targeted(balancer.loadBalancerArn), healthy(balancer.loadBalancerArn)] : []),
    }),
  },
  metrics: {
    flows: awsMetric<AwsElbv2LoadBalancer>({ namespace: 'AWS/NetworkELB', name: 'NewFlowCount', statistic: 'Sum', windowDays, per: 'day' }, (balancer) => ({
      LoadBalancer: balancerDimension(balancer.loadBalancerArn),
    })),
  },
  defaults: {},
  candidate({ item, lookups, at }) {
    if (item.type !== 'network') return { verdict: 'not_applicable', because: `a balancer of type ${item.type}` };
    if (item.state !== 'active') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (controllerName.test(item.loadBalancerName)) return { verdict: 'not_applicable', because: 'owned by Kubernetes (name of its load balancer controller)' };
    const ageDays = daysSince(item.createdTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createdTime: item.createdTime } };
    if (ageDays < windowDays) return { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } };
    // Redirects count as requests only here and there; a balancer without targets is another rule's, or needs none.
    if (lookups['targetHealth']?.has(targeted(item.loadBalancerArn)) !== true)
      return { verdict: 'not_applicable', because: 'no target is registered: judged by aws.elbv2.load-balancer-no-target' };
    return 'candidate';
  },
  evaluate({ item, identity, lookups, metrics }) {
    const { flows } = metrics;
    if (flows === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (flows.values.some((value) => value > 0)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        scheme: item.scheme,
        createdTime: item.createdTime,
        newFlows: 0,
        coverage: flows.coverage,
        healthyTargetSeen: lookups['targetHealth']?.has(healthy(item.loadBalancerArn)) === true,
      },
      window: { start: flows.start, end: flows.end },
      formula: formula(`Σ NewFlowCount = 0 over ${String(windowDays)} days, with targets registered`),
      assumptions: [
        'AWS reports NewFlowCount also when it is zero, so a balancer without datapoints is not judged.',
        'The machines behind it are findings of their own.',
      ],
      cost: { kind: 'whole', list: loadBalancerPriceKeys(item.type, identity.region ?? '') },
    };
  },
});
