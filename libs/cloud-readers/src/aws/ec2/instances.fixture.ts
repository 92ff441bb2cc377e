import { ec2Answer, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEc2InstancesReader } from './instances.reader.js';

export const fixture = readerFixture({
  reader: awsEc2InstancesReader,
  scope: fixtureScopes.region,
  answers: [
    ec2Answer(
      'DescribeInstances',
      '<reservationSet><item><reservationId>r-1</reservationId><groupSet/><instancesSet><item><instanceId>i-0aaa</instanceId><imageId>ami-0bbb</imageId><instanceState><code>80</code><name>stopped</name></instanceState><reason>User initiated (2026-09-01 10:00:00 GMT)</reason><instanceType>m5.large</instanceType><launchTime>2025-01-02T03:04:05.000Z</launchTime><placement><availabilityZone>eu-central-1a</availabilityZone><tenancy>default</tenancy></placement><platformDetails>Linux/UNIX</platformDetails><usageOperation>RunInstances</usageOperation><sourceDestCheck>true</sourceDestCheck><blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-0ccc</volumeId><status>attached</status></ebs></item></blockDeviceMapping><tagSet><item><key>Name</key><value>batch</value></item></tagSet></item></instancesSet></item></reservationSet><nextToken>page-two</nextToken>',
    ),
    ec2Answer(
      'DescribeInstances',
      '<reservationSet><item><instancesSet><item><instanceId>i-0ddd</instanceId><instanceState><name>running</name></instanceState><reason/><instanceType>c5.xlarge</instanceType><launchTime>2026-01-02T03:04:05.000Z</launchTime><ipAddress>192.0.2.7</ipAddress><instanceLifecycle>spot</instanceLifecycle><blockDeviceMapping/></item></instancesSet></item></reservationSet>',
    ),
  ],
  items: [
    {
      instanceId: 'i-0aaa',
      instanceType: 'm5.large',
      state: 'stopped',
      launchTime: '2025-01-02T03:04:05.000Z',
      stateTransitionReason: 'User initiated (2026-09-01 10:00:00 GMT)',
      platformDetails: 'Linux/UNIX',
      usageOperation: 'RunInstances',
      tenancy: 'default',
      instanceLifecycle: null,
      imageId: 'ami-0bbb',
      volumeIds: ['vol-0ccc'],
      publicIp: null,
      sourceDestCheck: true,
      tags: { Name: 'batch' },
    },
    {
      instanceId: 'i-0ddd',
      instanceType: 'c5.xlarge',
      state: 'running',
      launchTime: '2026-01-02T03:04:05.000Z',
      stateTransitionReason: null,
      platformDetails: null,
      usageOperation: null,
      tenancy: null,
      instanceLifecycle: 'spot',
      imageId: null,
      volumeIds: [],
      publicIp: '192.0.2.7',
      sourceDestCheck: null,
      tags: {},
    },
  ],
  identity: {
    canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0aaa',
    resourceId: 'i-0aaa',
    name: 'batch',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { Name: 'batch' },
  },
});
