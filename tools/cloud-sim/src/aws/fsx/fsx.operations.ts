import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { pageOf } from '../paging.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import { ofRegion } from '../inventory/of-region.js';

const requestSchema = z.looseObject({ MaxResults: z.int().min(1).max(2_147_483_647).default(100), NextToken: z.string().optional() });

function describeFileSystems(call: AwsCall): AwsAnswer {
  const { MaxResults, NextToken } = parseJson(requestSchema, call.json, 'BadRequest');
  const here = ofRegion(call.world.inventory.fileSystems, call.region);
  const page = pageOf('DescribeFileSystems', here, NextToken, Math.min(MaxResults, 100), 'BadRequest');
  const FileSystems = page.items.map((system) => ({
    OwnerId: call.world.estate.accountId,
    FileSystemId: system.name,
    FileSystemType: system.group.type,
    CreationTime: call.world.clock.daysAgo(system.ageDays).getTime() / 1000,
    Lifecycle: 'AVAILABLE',
    StorageCapacity: 500,
    StorageType: 'SSD',
    ResourceARN: system.arn,
    Tags: Object.entries(system.group.tags).map(([Key, Value]) => ({ Key, Value })),
  }));
  return { kind: 'json', value: { FileSystems, ...(page.nextToken === null ? {} : { NextToken: page.nextToken }) } };
}

export const FSX_OPERATIONS: readonly AwsOperation[] = [
  { service: 'fsx', name: 'DescribeFileSystems', permission: 'fsx:DescribeFileSystems', access: 'read', run: describeFileSystems },
  { service: 'fsx', name: 'DeleteFileSystem', permission: 'fsx:DeleteFileSystem', access: 'write', run: () => ({ kind: 'json', value: {} }) },
];
