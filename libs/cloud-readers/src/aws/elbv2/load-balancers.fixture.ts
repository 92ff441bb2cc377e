import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsElbv2LoadBalancersReader } from './load-balancers.reader.js';

export const fixture = readerFixture({
  reader: awsElbv2LoadBalancersReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeLoadBalancers',
      '<LoadBalancers><member><LoadBalancerArn>arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef</LoadBalancerArn><DNSName>shop.example</DNSName><CreatedTime>2025-01-02T03:04:05.678Z</CreatedTime><LoadBalancerName>Shop</LoadBalancerName><Scheme>internet-facing</Scheme><State><Code>active</Code></State><Type>application</Type></member></LoadBalancers><NextMarker>page-two</NextMarker>',
    ),
    queryAnswer(
      'DescribeLoadBalancers',
      '<LoadBalancers><member><LoadBalancerArn>arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef2</LoadBalancerArn><CreatedTime>2025-01-02T03:04:05Z</CreatedTime><LoadBalancerName>Inner</LoadBalancerName><State><Code>provisioning</Code></State><Type>gateway</Type></member></LoadBalancers>',
    ),
  ],
  items: [
    {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef',
      loadBalancerName: 'Shop',
      type: 'application',
      scheme: 'internet-facing',
      state: 'active',
      createdTime: '2025-01-02T03:04:05.678Z',
    },
    {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef2',
      loadBalancerName: 'Inner',
      type: 'gateway',
      scheme: null,
      state: 'provisioning',
      createdTime: '2025-01-02T03:04:05Z',
    },
  ],
  identity: {
    canonicalId: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/shop/0123456789abcdef',
    resourceId: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef',
    name: 'Shop',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
