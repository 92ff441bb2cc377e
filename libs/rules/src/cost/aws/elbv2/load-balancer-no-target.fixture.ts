import type { AwsElbv2LoadBalancer } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const arn = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188';
const balancer = (more: Partial<AwsElbv2LoadBalancer> = {}): AwsElbv2LoadBalancer => ({
  loadBalancerArn: arn,
  loadBalancerName: 'web',
  type: 'application',
  scheme: 'internet-facing',
  state: 'active',
  createdTime: '2026-01-01T08:00:00.000Z',
  ...more,
});
const group = (targets: readonly { id: string; state: string }[], targetType = 'instance', id = '1') => ({
  targetGroupArn: `arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/web/${id}`,
  loadBalancerArns: [arn],
  targetType,
  targets,
});
const target = { id: 'i-0a1b2c3d4e5f60718', state: 'healthy' };

export const awsElbv2LoadBalancerNoTargetFixture: RuleFixture<AwsElbv2LoadBalancer> = {
  fail: [
    {
      title: 'target groups that hold nothing',
      item: balancer(),
      lookups: { targetHealth: [group([]), group([], 'ip', '2')] },
      facts: { registeredTargets: 0 },
    },
  ],
  pass: [
    { title: 'a target in one of two groups', item: balancer(), lookups: { targetHealth: [group([]), group([target], 'instance', '2')] } },
    { title: 'registered but unhealthy', item: balancer(), lookups: { targetHealth: [group([{ ...target, state: 'unhealthy' }])] } },
    {
      title: 'a function as target',
      item: balancer(),
      lookups: { targetHealth: [group([{ id: 'arn:aws:lambda:eu-central-1:111122223333:function:web', state: 'healthy' }], 'lambda')] },
    },
    { title: 'younger than the grace', item: balancer({ createdTime: '2026-11-20T00:00:00.000Z' }), lookups: { targetHealth: [group([])] } },
  ],
  notApplicable: [
    { title: 'listeners that only redirect need no target', item: balancer(), because: /redirect/ },
    {
      title: 'owned by a cluster’s controller',
      item: balancer({ loadBalancerName: 'k8s-shop-web-0123456789' }),
      lookups: { targetHealth: [group([])] },
      because: /Kubernetes/,
    },
    { title: 'being provisioned', item: balancer({ state: 'provisioning' }), because: /provisioning/ },
  ],
  undetermined: [{ title: 'creation time that is none', item: balancer({ createdTime: '' }), lookups: { targetHealth: [group([])] }, reason: 'unparsable' }],
};
