import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { epochSeconds, nextOf, regionOf } from '../aws-fields.js';

const pageSchema = z.object({ NextToken: z.string().nullish(), WorkspacesConnectionStatus: z.array(z.unknown()) });

const statusSchema = z
  .object({ WorkspaceId: z.string().min(1), LastKnownUserConnectionTimestamp: epochSeconds.nullish() })
  .transform((status) => ({ workspaceId: status.WorkspaceId, lastConnected: status.LastKnownUserConnectionTimestamp ?? null }));

export type AwsWorkspacesConnectionStatus = z.output<typeof statusSchema>;

export const awsWorkspacesConnectionStatusReader = defineReader<AwsWorkspacesConnectionStatus>({
  id: 'aws.workspaces.connection-status',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::WorkSpaces::Workspace',
  operations: ['workspaces:DescribeWorkspacesConnectionStatus'],
  // AWS decides the size of these pages; there is no parameter for it.
  pageSize: 25,
  request: ({ scope, pageToken }) => ({
    operation: 'workspaces:DescribeWorkspacesConnectionStatus',
    ...regionOf(scope),
    body: pageToken === null ? {} : { NextToken: pageToken },
  }),
  page(body) {
    const { NextToken, WorkspacesConnectionStatus } = pageSchema.parse(body);
    return { items: WorkspacesConnectionStatus, next: nextOf(NextToken ?? undefined) };
  },
  item: statusSchema,
  identify: (status, scope) => ({
    canonicalId: `arn:aws:workspaces:${scope.region ?? ''}:${scope.accountId}:workspace/${status.workspaceId}`.toLowerCase(),
    resourceId: status.workspaceId,
    name: null,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  }),
});
