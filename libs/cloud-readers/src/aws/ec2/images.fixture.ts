import { ec2Answer, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEc2ImagesReader } from './images.reader.js';

export const fixture = readerFixture({
  reader: awsEc2ImagesReader,
  scope: fixtureScopes.region,
  answers: [
    ec2Answer(
      'DescribeImages',
      '<imagesSet><item><imageId>ami-0aaa</imageId><imageState>available</imageState><creationDate>2025-01-02T03:04:05.000Z</creationDate><name>base</name><blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><snapshotId>snap-0bbb</snapshotId><volumeSize>8</volumeSize></ebs></item><item><deviceName>/dev/sdb</deviceName><virtualName>ephemeral0</virtualName></item></blockDeviceMapping></item></imagesSet><nextToken>page-two</nextToken>',
    ),
    ec2Answer('DescribeImages', '<imagesSet><item><imageId>ami-0ccc</imageId><imageState>disabled</imageState><blockDeviceMapping/></item></imagesSet>'),
  ],
  items: [
    { imageId: 'ami-0aaa', name: 'base', state: 'available', creationDate: '2025-01-02T03:04:05.000Z', snapshotIds: ['snap-0bbb'], tags: {} },
    { imageId: 'ami-0ccc', name: null, state: 'disabled', creationDate: null, snapshotIds: [], tags: {} },
  ],
  identity: {
    canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:image/ami-0aaa',
    resourceId: 'ami-0aaa',
    name: 'base',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
