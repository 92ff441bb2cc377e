import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsDynamodbTablesReader } from './tables.reader.js';

const arn = (name: string): string => `arn:aws:dynamodb:eu-central-1:111122223333:table/${name}`;

export const fixture = readerFixture({
  reader: awsDynamodbTablesReader,
  scope: fixtureScopes.region,
  answers: [
    { TableNames: ['Orders', 'events'], LastEvaluatedTableName: 'events' },
    {
      Table: {
        TableName: 'Orders',
        TableArn: arn('Orders'),
        TableStatus: 'ACTIVE',
        CreationDateTime: 1735786800.25,
        ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 100, WriteCapacityUnits: 50 },
        GlobalSecondaryIndexes: [{ IndexName: 'by-day' }],
        ItemCount: 12,
      },
    },
    {
      Table: {
        TableName: 'events',
        TableArn: arn('events'),
        TableStatus: 'DELETING',
        ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      },
    },
    { TableNames: [] },
  ],
  items: [
    {
      tableName: 'Orders',
      tableArn: arn('Orders'),
      state: 'ACTIVE',
      createTime: '2025-01-02T03:00:00.250Z',
      billingMode: 'PROVISIONED',
      readUnits: 100,
      writeUnits: 50,
      secondaryIndexes: 1,
      replicas: 0,
    },
    {
      tableName: 'events',
      tableArn: arn('events'),
      state: 'DELETING',
      createTime: null,
      billingMode: 'PAY_PER_REQUEST',
      readUnits: 0,
      writeUnits: 0,
      secondaryIndexes: 0,
      replicas: 0,
    },
  ],
  identity: {
    canonicalId: 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders',
    resourceId: arn('Orders'),
    name: 'Orders',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: {},
  },
});
