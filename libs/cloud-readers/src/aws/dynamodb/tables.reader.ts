import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import { arnIdentity, epochSeconds, nextOf, regionOf } from '../aws-fields.js';

const listPage = z.object({ TableNames: z.array(z.string().min(1)), LastEvaluatedTableName: z.string().optional() });
const tablePage = z.object({ Table: z.unknown() });

const tableSchema = z
  .object({
    TableName: z.string().min(1),
    TableArn: z.string().startsWith('arn:'),
    TableStatus: z.string().min(1),
    CreationDateTime: epochSeconds.nullish(),
    BillingModeSummary: z.object({ BillingMode: z.string().nullish() }).nullish(),
    ProvisionedThroughput: z.object({ ReadCapacityUnits: z.number().min(0), WriteCapacityUnits: z.number().min(0) }).nullish(),
    GlobalSecondaryIndexes: z.array(z.unknown()).nullish(),
    Replicas: z.array(z.unknown()).nullish(),
  })
  .transform((table) => ({
    tableName: table.TableName,
    tableArn: table.TableArn,
    state: table.TableStatus,
    createTime: table.CreationDateTime ?? null,
    // A table that was never on demand says nothing about its billing mode.
    billingMode: table.BillingModeSummary?.BillingMode ?? 'PROVISIONED',
    readUnits: table.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
    writeUnits: table.ProvisionedThroughput?.WriteCapacityUnits ?? 0,
    secondaryIndexes: table.GlobalSecondaryIndexes?.length ?? 0,
    replicas: table.Replicas?.length ?? 0,
  }));

export type AwsDynamodbTable = z.output<typeof tableSchema>;

/** Names first, a hundred a call; then one description per table, since DynamoDB has no list that says more. */
export const awsDynamodbTablesReader = defineReader<AwsDynamodbTable>({
  id: 'aws.dynamodb.tables',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::DynamoDB::Table',
  operations: ['dynamodb:ListTables', 'dynamodb:DescribeTable'],
  pageSize: 100,
  request({ scope, pageToken, pageSize }) {
    const { pending, marker } = pendingNames(pageToken);
    const [name] = pending;
    return name === undefined
      ? { operation: 'dynamodb:ListTables', ...regionOf(scope), body: { Limit: pageSize, ...(marker === null ? {} : { ExclusiveStartTableName: marker }) } }
      : { operation: 'dynamodb:DescribeTable', ...regionOf(scope), body: { TableName: name } };
  },
  page(body, { pageToken }) {
    const { pending, marker } = pendingNames(pageToken);
    if (pending.length === 0) {
      const { TableNames, LastEvaluatedTableName } = listPage.parse(body);
      return { items: [], next: pendingToken({ pending: TableNames, marker: nextOf(LastEvaluatedTableName) }) };
    }
    return { items: [tablePage.parse(body).Table], next: pendingToken({ pending: pending.slice(1), marker }) };
  },
  item: tableSchema,
  identify: (table, scope) => arnIdentity(scope, table.tableArn, table.tableName),
});
