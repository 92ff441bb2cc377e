import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { pageOf } from '../paging.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import { ofRegion } from '../inventory/of-region.js';

const requestSchema = z.looseObject({ limit: z.int().min(1).max(50).default(50), nextToken: z.string().optional() });
const GIB = 2 ** 30;

function describeLogGroups(call: AwsCall): AwsAnswer {
  const { limit, nextToken } = parseJson(requestSchema, call.json, 'InvalidParameterException');
  const here = ofRegion(call.world.inventory.logGroups, call.region);
  const page = pageOf('DescribeLogGroups', here, nextToken, limit, 'InvalidParameterException');
  const logGroups = page.items.map(({ name, arn, ageDays, group }) => ({
    logGroupName: name,
    creationTime: call.world.clock.daysAgo(ageDays).getTime(),
    ...(group.situation === 'with-retention' ? { retentionInDays: 30 } : {}),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: Math.floor((group.situation === 'without-retention-small' ? 0.2 : group.storedGiB) * GIB),
    logGroupClass: group.situation === 'delivery' ? 'DELIVERY' : 'STANDARD',
  }));
  return { kind: 'json', value: { logGroups, ...(page.nextToken === null ? {} : { nextToken: page.nextToken }) } };
}

/** A group's events are data: they stand here as a canary that an audit never reads. */
export const LOGS_OPERATIONS: readonly AwsOperation[] = [
  {
    service: 'logs',
    name: 'DescribeLogGroups',
    permission: 'logs:DescribeLogGroups',
    access: 'read',
    rate: { capacity: 10, refillPerSecond: 10 },
    run: describeLogGroups,
  },
  { service: 'logs', name: 'GetLogEvents', permission: 'logs:GetLogEvents', access: 'secret', run: () => ({ kind: 'json', value: { events: [] } }) },
  { service: 'logs', name: 'PutRetentionPolicy', permission: 'logs:PutRetentionPolicy', access: 'write', run: () => ({ kind: 'json', value: {} }) },
];
