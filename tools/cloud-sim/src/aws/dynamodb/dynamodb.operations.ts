import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { ServiceResource } from '../inventory/service-resource.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import { ofRegion } from '../inventory/of-region.js';
import type { TableGroup } from './table.family.js';

const listSchema = z.looseObject({ ExclusiveStartTableName: z.string().optional(), Limit: z.int().min(1).max(100).default(100) });
const describeSchema = z.looseObject({ TableName: z.string() });

const tablesIn = (call: AwsCall): readonly ServiceResource<TableGroup>[] => ofRegion(call.world.inventory.tables, call.region);

/** Pages go on after the last name of the page before, not behind a token. */
function listTables(call: AwsCall): AwsAnswer {
  const { ExclusiveStartTableName, Limit } = parseJson(listSchema, call.json);
  const names = tablesIn(call).map(({ name }) => name);
  const from = ExclusiveStartTableName === undefined ? 0 : names.indexOf(ExclusiveStartTableName) + 1;
  const TableNames = names.slice(from, from + Limit);
  const last = TableNames.at(-1);
  return { kind: 'json', value: { TableNames, ...(from + Limit < names.length && last !== undefined ? { LastEvaluatedTableName: last } : {}) } };
}

function describeTable(call: AwsCall): AwsAnswer {
  const { TableName } = parseJson(describeSchema, call.json);
  const table = tablesIn(call).find(({ name }) => name === TableName);
  if (table === undefined) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${TableName} not found`);
  const { group } = table;
  const onDemand = group.situation === 'on-demand';
  const units = { ReadCapacityUnits: onDemand ? 0 : group.readUnits, WriteCapacityUnits: onDemand ? 0 : group.writeUnits };
  return {
    kind: 'json',
    value: {
      Table: {
        TableName: table.name,
        TableArn: table.arn,
        TableStatus: 'ACTIVE',
        // The JSON protocol writes times as seconds since 1970.
        CreationDateTime: call.world.clock.daysAgo(table.ageDays).getTime() / 1000,
        ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...units },
        ...(onDemand ? { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } } : {}),
        ...(group.situation === 'idle-with-index'
          ? { GlobalSecondaryIndexes: [{ IndexName: 'by-day', IndexStatus: 'ACTIVE', ProvisionedThroughput: units }] }
          : {}),
        ItemCount: 1000,
        TableSizeBytes: 1_000_000,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    },
  };
}

const scalableSchema = z.looseObject({ ServiceNamespace: z.string() });

function describeScalableTargets(call: AwsCall): AwsAnswer {
  const { ServiceNamespace } = parseJson(scalableSchema, call.json);
  if (ServiceNamespace !== 'dynamodb') return { kind: 'json', value: { ScalableTargets: [] } };
  const scaling = tablesIn(call).filter(({ group }) => group.situation === 'overprovisioned-scaling');
  const ScalableTargets = scaling.flatMap(({ name, group }) =>
    (['Read', 'Write'] as const).map((kind) => ({
      ServiceNamespace,
      ResourceId: `table/${name}`,
      ScalableDimension: `dynamodb:table:${kind}CapacityUnits`,
      MinCapacity: kind === 'Read' ? group.readUnits : group.writeUnits,
      MaxCapacity: 1000,
    })),
  );
  return { kind: 'json', value: { ScalableTargets } };
}

/** Items of a table are data: canaries that an audit never reads. */
export const DYNAMODB_OPERATIONS: readonly AwsOperation[] = [
  { service: 'dynamodb', name: 'ListTables', permission: 'dynamodb:ListTables', access: 'read', run: listTables },
  { service: 'dynamodb', name: 'DescribeTable', permission: 'dynamodb:DescribeTable', access: 'read', run: describeTable },
  { service: 'dynamodb', name: 'Scan', permission: 'dynamodb:Scan', access: 'secret', run: () => ({ kind: 'json', value: { Items: [] } }) },
  { service: 'dynamodb', name: 'DeleteTable', permission: 'dynamodb:DeleteTable', access: 'write', run: () => ({ kind: 'json', value: {} }) },
  {
    service: 'application-autoscaling',
    name: 'DescribeScalableTargets',
    permission: 'application-autoscaling:DescribeScalableTargets',
    access: 'read',
    run: describeScalableTargets,
  },
];
