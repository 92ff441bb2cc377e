import type { AwsElbv2LoadBalancer, AwsElbv2TargetHealth } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const arn = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/shop/0123456789abcdef';

const balancer = (more: Partial<AwsElbv2LoadBalancer> = {}): AwsElbv2LoadBalancer => ({
  loadBalancerArn: arn,
  loadBalancerName: 'shop',
  type: 'network',
  scheme: 'internet-facing',
  state: 'active',
  createdTime: '2026-01-01T08:00:00.000Z',
  ...more,
});
const group = (...states: readonly string[]): AwsElbv2TargetHealth => ({
  targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0123456789abcdef',
  targetType: 'instance',
  loadBalancerArns: [arn],
  targets: states.map((state, index) => ({ id: `i-${String(index)}`, state })),
});
const serving = { targetHealth: [group('healthy', 'unhealthy')] };

export const awsElbv2NetworkLoadBalancerIdleFixture: RuleFixture<AwsElbv2LoadBalancer> = {
  fail: [
    { title: 'not a flow for two weeks', item: balancer(), lookups: serving, metrics: { flows: [0] }, facts: { healthyTargetSeen: true } },
    {
      title: 'every target unhealthy and nobody calls',
      item: balancer(),
      lookups: { targetHealth: [group('unhealthy')] },
      metrics: { flows: [0] },
      facts: { healthyTargetSeen: false },
    },
  ],
  pass: [
    { title: 'one day with a flow', item: balancer(), lookups: serving, metrics: { flows: [0, 0, 1] } },
    { title: 'called, though every target is unhealthy', item: balancer(), lookups: { targetHealth: [group('unhealthy')] }, metrics: { flows: [5000] } },
  ],
  notApplicable: [
    { title: 'no target registered: another rule judges it', item: balancer(), lookups: { targetHealth: [group()] }, because: /no target is registered/ },
    { title: 'its listeners only redirect', item: balancer(), because: /no target is registered/ },
    { title: 'of another type', item: balancer({ type: 'gateway' }), because: /type gateway/ },
    { title: 'not active', item: balancer({ state: 'provisioning' }), because: /provisioning/ },
    { title: 'made by the controller of a cluster', item: balancer({ loadBalancerName: 'k8s-shop-web-0123456789' }), because: /Kubernetes/ },
  ],
  undetermined: [
    { title: 'metrics were never read', item: balancer(), lookups: serving, reason: 'no_metrics' },
    { title: 'younger than the window', item: balancer({ createdTime: '2026-11-15T00:00:00.000Z' }), lookups: serving, reason: 'too_young' },
    { title: 'creation time that is none', item: balancer({ createdTime: '' }), lookups: serving, reason: 'unparsable' },
  ],
};
