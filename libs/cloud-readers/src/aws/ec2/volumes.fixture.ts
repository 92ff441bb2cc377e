import { ec2Answer, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEc2VolumesReader } from './volumes.reader.js';

export const fixture = readerFixture({
  reader: awsEc2VolumesReader,
  scope: fixtureScopes.region,
  answers: [
    ec2Answer(
      'DescribeVolumes',
      '<volumeSet><item><volumeId>vol-0aaa</volumeId><size>100</size><snapshotId>snap-0bbb</snapshotId><availabilityZone>eu-central-1a</availabilityZone><status>in-use</status><createTime>2025-01-02T03:04:05.678Z</createTime><attachmentSet><item><volumeId>vol-0aaa</volumeId><instanceId>i-0ccc</instanceId><device>/dev/xvda</device><status>attached</status><attachTime>2025-01-02T03:04:06.000Z</attachTime><deleteOnTermination>true</deleteOnTermination></item></attachmentSet><volumeType>gp3</volumeType><iops>3000</iops><throughput>125</throughput><encrypted>true</encrypted><tagSet><item><key>Name</key><value>shop &amp; sons</value></item></tagSet></item></volumeSet><nextToken>page-two</nextToken>',
    ),
    ec2Answer(
      'DescribeVolumes',
      '<volumeSet><item><volumeId>vol-0ddd</volumeId><size>8</size><snapshotId/><availabilityZone>eu-central-1b</availabilityZone><status>available</status><createTime>2024-01-02T03:04:05.000Z</createTime><attachmentSet/><volumeType>standard</volumeType><encrypted>false</encrypted></item></volumeSet>',
    ),
  ],
  items: [
    {
      volumeId: 'vol-0aaa',
      state: 'in-use',
      volumeType: 'gp3',
      sizeGib: 100,
      iops: 3000,
      throughputMibps: 125,
      createTime: '2025-01-02T03:04:05.678Z',
      availabilityZone: 'eu-central-1a',
      attachments: [{ instanceId: 'i-0ccc', state: 'attached' }],
      snapshotId: 'snap-0bbb',
      tags: { Name: 'shop & sons' },
    },
    {
      volumeId: 'vol-0ddd',
      state: 'available',
      volumeType: 'standard',
      sizeGib: 8,
      iops: null,
      throughputMibps: null,
      createTime: '2024-01-02T03:04:05.000Z',
      availabilityZone: 'eu-central-1b',
      attachments: [],
      snapshotId: null,
      tags: {},
    },
  ],
  identity: {
    canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:volume/vol-0aaa',
    resourceId: 'vol-0aaa',
    name: 'shop & sons',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { Name: 'shop & sons' },
  },
});
