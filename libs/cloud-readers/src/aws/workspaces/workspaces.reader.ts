import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { nextOf, regionOf } from '../aws-fields.js';

const pageSchema = z.object({ NextToken: z.string().nullish(), Workspaces: z.array(z.unknown()) });

const workspaceSchema = z
  .object({
    WorkspaceId: z.string().min(1),
    UserName: z.string().nullish(),
    State: z.string().min(1),
    WorkspaceProperties: z.object({ RunningMode: z.string().nullish() }).nullish(),
  })
  .transform((workspace) => ({
    workspaceId: workspace.WorkspaceId,
    userName: workspace.UserName ?? null,
    state: workspace.State,
    runningMode: workspace.WorkspaceProperties?.RunningMode ?? null,
  }));

export type AwsWorkspacesWorkspace = z.output<typeof workspaceSchema>;

export const awsWorkspacesWorkspacesReader = defineReader<AwsWorkspacesWorkspace>({
  id: 'aws.workspaces.workspaces',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::WorkSpaces::Workspace',
  operations: ['workspaces:DescribeWorkspaces'],
  pageSize: 25,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'workspaces:DescribeWorkspaces',
    ...regionOf(scope),
    body: { Limit: pageSize, ...(pageToken === null ? {} : { NextToken: pageToken }) },
  }),
  page(body) {
    const { NextToken, Workspaces } = pageSchema.parse(body);
    return { items: Workspaces, next: nextOf(NextToken ?? undefined) };
  },
  item: workspaceSchema,
  identify: (workspace, scope) => ({
    canonicalId: `arn:aws:workspaces:${scope.region ?? ''}:${scope.accountId}:workspace/${workspace.workspaceId}`.toLowerCase(),
    resourceId: workspace.workspaceId,
    name: workspace.userName,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  }),
});
