import { ec2Answer, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEc2NatGatewaysReader } from './nat-gateways.reader.js';

export const fixture = readerFixture({
  reader: awsEc2NatGatewaysReader,
  scope: fixtureScopes.region,
  answers: [
    ec2Answer(
      'DescribeNatGateways',
      '<natGatewaySet><item><natGatewayId>nat-0aaa</natGatewayId><state>available</state><createTime>2025-01-02T03:04:05.000Z</createTime><vpcId>vpc-0bbb</vpcId><subnetId>subnet-0ccc</subnetId><connectivityType>public</connectivityType><natGatewayAddressSet><item><allocationId>eipalloc-0ddd</allocationId><publicIp>192.0.2.9</publicIp></item></natGatewayAddressSet></item></natGatewaySet><nextToken>page-two</nextToken>',
    ),
    ec2Answer(
      'DescribeNatGateways',
      '<natGatewaySet><item><natGatewayId>nat-0eee</natGatewayId><state>deleted</state><createTime>2025-01-02T03:04:05.000Z</createTime><natGatewayAddressSet/></item></natGatewaySet>',
    ),
  ],
  items: [
    {
      natGatewayId: 'nat-0aaa',
      state: 'available',
      createTime: '2025-01-02T03:04:05.000Z',
      vpcId: 'vpc-0bbb',
      subnetId: 'subnet-0ccc',
      connectivityType: 'public',
      allocationIds: ['eipalloc-0ddd'],
      tags: {},
    },
    {
      natGatewayId: 'nat-0eee',
      state: 'deleted',
      createTime: '2025-01-02T03:04:05.000Z',
      vpcId: null,
      subnetId: null,
      connectivityType: null,
      allocationIds: [],
      tags: {},
    },
  ],
  identity: {
    canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:natgateway/nat-0aaa',
    resourceId: 'nat-0aaa',
    name: null,
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
