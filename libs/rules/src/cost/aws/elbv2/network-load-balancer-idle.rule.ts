import { type AwsElbv2LoadBalancer, awsElbv2LoadBalancersReader, awsElbv2TargetHealthReader } from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { awsMetric } from '../aws-metric.js';
import { loadBalancerPriceKeys } from '../price-keys.js';
import { balancerDimension, healthy, screenBalancer, targeted, targetStates } from './balancer-targets.js';

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
  candidate: (input) => screenBalancer('network', windowDays, input),
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
