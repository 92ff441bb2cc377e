import { ec2Answer, fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsEc2AddressesReader } from './addresses.reader.js';

export const fixture = readerFixture({
  reader: awsEc2AddressesReader,
  scope: fixtureScopes.region,
  answers: [
    ec2Answer(
      'DescribeAddresses',
      '<addressesSet><item><publicIp>198.51.100.1</publicIp><allocationId>eipalloc-0aaa</allocationId><domain>vpc</domain><publicIpv4Pool>amazon</publicIpv4Pool></item><item><publicIp>198.51.100.2</publicIp><allocationId>eipalloc-0bbb</allocationId><domain>vpc</domain><instanceId>i-0ccc</instanceId><associationId>eipassoc-0ddd</associationId><networkInterfaceId>eni-0eee</networkInterfaceId><tagSet><item><key>Name</key><value>door</value></item></tagSet></item></addressesSet>',
    ),
  ],
  items: [
    {
      allocationId: 'eipalloc-0aaa',
      publicIp: '198.51.100.1',
      associationId: null,
      instanceId: null,
      networkInterfaceId: null,
      publicIpv4Pool: 'amazon',
      tags: {},
    },
    {
      allocationId: 'eipalloc-0bbb',
      publicIp: '198.51.100.2',
      associationId: 'eipassoc-0ddd',
      instanceId: 'i-0ccc',
      networkInterfaceId: 'eni-0eee',
      publicIpv4Pool: null,
      tags: { Name: 'door' },
    },
  ],
  identity: {
    canonicalId: 'arn:aws:ec2:eu-central-1:111122223333:elastic-ip/eipalloc-0aaa',
    resourceId: 'eipalloc-0aaa',
    name: null,
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
