import { ec2Answer, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEc2VpcEndpointsReader } from './vpc-endpoints.reader.js';

export const fixture = readerFixture({
  reader: awsEc2VpcEndpointsReader,
  scope: fixtureScopes.region,
  answers: [
    ec2Answer(
      'DescribeVpcEndpoints',
      '<vpcEndpointSet><item><vpcEndpointId>vpce-0aaa</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>vpc-0bbb</vpcId><serviceName>com.amazonaws.eu-central-1.ecr.api</serviceName><serviceRegion>eu-central-1</serviceRegion><state>Available</state><requesterManaged>false</requesterManaged><subnetIdSet><item>subnet-0a</item><item>subnet-0b</item></subnetIdSet><creationTimestamp>2025-01-02T03:04:05.678Z</creationTimestamp><tagSet><item><key>Name</key><value>registry</value></item></tagSet></item></vpcEndpointSet><nextToken>page-two</nextToken>',
    ),
    ec2Answer(
      'DescribeVpcEndpoints',
      '<vpcEndpointSet><item><vpcEndpointId>vpce-0ccc</vpcEndpointId><serviceName>com.amazonaws.eu-central-1.s3</serviceName><state>available</state><creationTimestamp>2025-01-02T03:04:05.000Z</creationTimestamp></item></vpcEndpointSet>',
    ),
  ],
  items: [
    {
      vpcEndpointId: 'vpce-0aaa',
      vpcEndpointType: 'Interface',
      vpcId: 'vpc-0bbb',
      serviceName: 'com.amazonaws.eu-central-1.ecr.api',
      serviceRegion: 'eu-central-1',
      state: 'available',
      requesterManaged: false,
      subnets: 2,
      createTime: '2025-01-02T03:04:05.678Z',
      tags: { Name: 'registry' },
    },
    {
      vpcEndpointId: 'vpce-0ccc',
      vpcEndpointType: 'Gateway',
      vpcId: null,
      serviceName: 'com.amazonaws.eu-central-1.s3',
      serviceRegion: null,
      state: 'available',
      requesterManaged: false,
      subnets: 0,
      createTime: '2025-01-02T03:04:05.000Z',
      tags: {},
    },
  ],
  identity: {
    canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/vpce-0aaa',
    resourceId: 'vpce-0aaa',
    name: 'registry',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { Name: 'registry' },
  },
});
