import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsElbv2TargetHealthReader } from './target-health.reader.js';

export const fixture = readerFixture({
  reader: awsElbv2TargetHealthReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeTargetGroups',
      '<TargetGroups><member><TargetGroupArn>arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0123456789abcdef</TargetGroupArn><TargetType>instance</TargetType><LoadBalancerArns><member>arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef</member></LoadBalancerArns></member><member><TargetGroupArn>arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/empty/0123456789abcdef</TargetGroupArn><TargetType>ip</TargetType><LoadBalancerArns/></member></TargetGroups>',
    ),
    queryAnswer(
      'DescribeTargetHealth',
      '<TargetHealthDescriptions><member><Target><Id>i-0aaa</Id><Port>80</Port></Target><TargetHealth><State>healthy</State></TargetHealth></member></TargetHealthDescriptions>',
    ),
    queryAnswer('DescribeTargetHealth', '<TargetHealthDescriptions/>'),
  ],
  items: [
    {
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0123456789abcdef',
      targetType: 'instance',
      loadBalancerArns: ['arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef'],
      targets: [{ id: 'i-0aaa', state: 'healthy' }],
    },
    {
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/empty/0123456789abcdef',
      targetType: 'ip',
      loadBalancerArns: [],
      targets: [],
    },
  ],
  identity: {
    canonicalId: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0123456789abcdef',
    resourceId: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0123456789abcdef',
    name: null,
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
