import { fixtureScopes, queryAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { awsElbv2TargetGroupsReader } from './target-groups.reader.js';

export const fixture = readerFixture({
  reader: awsElbv2TargetGroupsReader,
  scope: fixtureScopes.region,
  answers: [
    queryAnswer(
      'DescribeTargetGroups',
      '<TargetGroups><member><TargetGroupArn>arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0123456789abcdef</TargetGroupArn><TargetType>instance</TargetType><LoadBalancerArns><member>arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef</member></LoadBalancerArns></member></TargetGroups><NextMarker>page-two</NextMarker>',
    ),
    queryAnswer(
      'DescribeTargetGroups',
      '<TargetGroups><member><TargetGroupArn>arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/empty/0123456789abcdef</TargetGroupArn><LoadBalancerArns/></member></TargetGroups>',
    ),
  ],
  items: [
    {
      targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/shop/0123456789abcdef',
      targetType: 'instance',
      loadBalancerArns: ['arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/Shop/0123456789abcdef'],
    },
    { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/empty/0123456789abcdef', targetType: null, loadBalancerArns: [] },
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
