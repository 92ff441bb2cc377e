import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { capitalTags, epochSeconds, nextOf, regionOf } from '../aws-fields.js';

const pageSchema = z.object({ NextToken: z.string().nullish(), FileSystems: z.array(z.unknown()) });

const fileSystemSchema = z
  .object({
    FileSystemId: z.string().min(1),
    FileSystemType: z.string().min(1),
    ResourceARN: z.string().startsWith('arn:'),
    Lifecycle: z.string().min(1),
    CreationTime: epochSeconds,
    StorageCapacity: z.number().min(0).nullish(),
    Tags: capitalTags,
  })
  .transform((system) => ({
    fileSystemId: system.FileSystemId,
    fileSystemType: system.FileSystemType,
    fileSystemArn: system.ResourceARN,
    state: system.Lifecycle,
    createTime: system.CreationTime,
    storageGib: system.StorageCapacity ?? null,
    tags: system.Tags,
  }));

export type AwsFsxFileSystem = z.output<typeof fileSystemSchema>;

export const awsFsxFileSystemsReader = defineReader<AwsFsxFileSystem>({
  id: 'aws.fsx.file-systems',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::FSx::FileSystem',
  operations: ['fsx:DescribeFileSystems'],
  pageSize: 100,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'fsx:DescribeFileSystems',
    ...regionOf(scope),
    body: { MaxResults: pageSize, ...(pageToken === null ? {} : { NextToken: pageToken }) },
  }),
  page(body) {
    const { NextToken, FileSystems } = pageSchema.parse(body);
    return { items: FileSystems, next: nextOf(NextToken ?? undefined) };
  },
  item: fileSystemSchema,
  identify: (system, scope) => ({
    canonicalId: system.fileSystemArn.toLowerCase(),
    resourceId: system.fileSystemId,
    name: system.tags['Name'] ?? null,
    accountId: scope.accountId,
    region: scope.region,
    tags: system.tags,
  }),
});
