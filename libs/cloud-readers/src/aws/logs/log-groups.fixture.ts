import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsLogsLogGroupsReader } from './log-groups.reader.js';

export const fixture = readerFixture({
  reader: awsLogsLogGroupsReader,
  scope: fixtureScopes.region,
  answers: [
    {
      logGroups: [
        {
          logGroupName: '/shop/Checkout',
          creationTime: 1735786800000,
          metricFilterCount: 0,
          arn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/shop/Checkout:*',
          storedBytes: 53687091200,
          logGroupClass: 'STANDARD',
        },
      ],
      nextToken: 'page-two',
    },
    {
      logGroups: [
        {
          logGroupName: 'short',
          creationTime: 1735786800000,
          retentionInDays: 14,
          arn: 'arn:aws:logs:eu-central-1:111122223333:log-group:short:*',
          storedBytes: 0,
        },
      ],
    },
  ],
  items: [
    {
      logGroupName: '/shop/Checkout',
      logGroupArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/shop/Checkout',
      creationTime: '2025-01-02T03:00:00.000Z',
      retentionInDays: null,
      storedBytes: 53687091200,
      logGroupClass: 'STANDARD',
    },
    {
      logGroupName: 'short',
      logGroupArn: 'arn:aws:logs:eu-central-1:111122223333:log-group:short',
      creationTime: '2025-01-02T03:00:00.000Z',
      retentionInDays: 14,
      storedBytes: 0,
      logGroupClass: null,
    },
  ],
  identity: {
    canonicalId: 'arn:aws:logs:eu-central-1:111122223333:log-group:/shop/checkout',
    resourceId: 'arn:aws:logs:eu-central-1:111122223333:log-group:/shop/Checkout',
    name: '/shop/Checkout',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
