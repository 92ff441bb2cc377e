import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { arnIdentity, nextOf, regionOf } from '../aws-fields.js';

const pageSchema = z.object({ nextToken: z.string().optional(), logGroups: z.array(z.unknown()) });

const logGroupSchema = z
  .object({
    logGroupName: z.string().min(1),
    arn: z.string().startsWith('arn:'),
    creationTime: z.number().min(0).max(8.64e15),
    retentionInDays: z.number().int().min(1).nullish(),
    storedBytes: z.number().min(0).default(0),
    logGroupClass: z.string().nullish(),
  })
  .transform((group) => ({
    logGroupName: group.logGroupName,
    // The old form ends in `:*`, which means the group with its streams; the bill names the group alone.
    logGroupArn: group.arn.replace(/:\*$/, ''),
    creationTime: new Date(group.creationTime).toISOString(),
    retentionInDays: group.retentionInDays ?? null,
    storedBytes: group.storedBytes,
    logGroupClass: group.logGroupClass ?? null,
  }));

export type AwsLogsLogGroup = z.output<typeof logGroupSchema>;

/** Groups only: asking for each group's streams would be a throttled call per group. */
export const awsLogsLogGroupsReader = defineReader<AwsLogsLogGroup>({
  id: 'aws.logs.log-groups',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::Logs::LogGroup',
  operations: ['logs:DescribeLogGroups'],
  pageSize: 50,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'logs:DescribeLogGroups',
    ...regionOf(scope),
    body: { limit: pageSize, ...(pageToken === null ? {} : { nextToken: pageToken }) },
  }),
  page(body) {
    const { nextToken, logGroups } = pageSchema.parse(body);
    return { items: logGroups, next: nextOf(nextToken) };
  },
  item: logGroupSchema,
  identify: (group, scope) => arnIdentity(scope, group.logGroupArn, group.logGroupName),
});
