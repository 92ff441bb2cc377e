import { type AwsElbv2LoadBalancer, awsElbv2LoadBalancersReader, awsElbv2TargetHealthReader } from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';
import { loadBalancerPriceKeys } from '../price-keys.js';
import { balancerDimension, healthy, screenBalancer, targeted, targetStates } from './balancer-targets.js';

const windowDays = 14;

export const awsElbv2ApplicationLoadBalancerIdleRule = defineRule<AwsElbv2LoadBalancer>({
  id: 'aws.elbv2.application-load-balancer-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Application Load Balancer that nobody calls',
  why: 'A balancer that serves fewer than 100 requests on its busiest day of two weeks is paid for by the hour without being used.',
  verify: 'aws cloudwatch list-metrics --namespace AWS/ApplicationELB --metric-name RequestCount --recently-active PT3H --region {region}',
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
      ask: (balancer: AwsElbv2LoadBalancer) => (balancer.type === 'application' ? [targeted(balancer.loadBalancerArn), healthy(balancer.loadBalancerArn)] : []),
    }),
  },
  metrics: {
    requests: awsMetric<AwsElbv2LoadBalancer>(
      { namespace: 'AWS/ApplicationELB', name: 'RequestCount', statistic: 'Sum', windowDays, per: 'day' },
      (balancer) => ({
        LoadBalancer: balancerDimension(balancer.loadBalancerArn),
      }),
    ),
  },
  defaults: { requestsPerDay: 100 },
  candidate: (input) => screenBalancer('application', windowDays, input),
  evaluate({ item, identity, lookups, metrics, settings }) {
    const { requests } = metrics;
    if (requests === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const requestsPerDay = setting(settings, 'requestsPerDay');
    const maxRequestsPerDay = Math.max(...requests.values);
    if (maxRequestsPerDay >= requestsPerDay) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        scheme: item.scheme,
        createdTime: item.createdTime,
        maxRequestsPerDay,
        requestsPerDay,
        healthyTargetSeen: lookups['targetHealth']?.has(healthy(item.loadBalancerArn)) === true,
      },
      window: { start: requests.start, end: requests.end },
      formula: formula(`max(daily RequestCount) < ${String(requestsPerDay)} over ${String(windowDays)} days, with targets registered`),
      assumptions: [
        'AWS sends RequestCount only when there are requests, so a day without a datapoint counts as zero.',
        'The machines behind it are findings of their own.',
      ],
      cost: { kind: 'whole', list: loadBalancerPriceKeys(item.type, identity.region ?? '') },
    };
  },
});
