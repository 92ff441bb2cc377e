import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { pageOf } from '../paging.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import { ofRegion } from '../inventory/of-region.js';
import { LAST_CONNECTED_DAYS, type WorkspaceGroup } from './workspace.family.js';
import type { ServiceResource } from '../inventory/service-resource.js';

const listSchema = z.looseObject({ Limit: z.int().min(1).max(25).default(25), NextToken: z.string().optional() });
const statusSchema = z.looseObject({ NextToken: z.string().optional() });

const workspacesIn = (call: AwsCall): readonly ServiceResource<WorkspaceGroup>[] => ofRegion(call.world.inventory.workspaces, call.region);

const tokenMember = (nextToken: string | null): object => (nextToken === null ? {} : { NextToken: nextToken });

function describeWorkspaces(call: AwsCall): AwsAnswer {
  const { Limit, NextToken } = parseJson(listSchema, call.json, 'InvalidParameterValuesException');
  const page = pageOf('DescribeWorkspaces', workspacesIn(call), NextToken, Limit, 'InvalidParameterValuesException');
  const Workspaces = page.items.map((workspace) => ({
    WorkspaceId: workspace.name,
    DirectoryId: 'd-9067000001',
    UserName: `person-${String(workspace.ordinal)}`,
    IpAddress: '10.2.0.4',
    State: 'AVAILABLE',
    BundleId: 'wsb-000000001',
    SubnetId: 'subnet-0c1ea5edbca5e0001',
    ComputerName: `A-${String(workspace.ordinal)}`,
    WorkspaceProperties: { RunningMode: workspace.group.runningMode, RootVolumeSizeGib: 80, UserVolumeSizeGib: 50, ComputeTypeName: 'STANDARD' },
  }));
  return { kind: 'json', value: { Workspaces, ...tokenMember(page.nextToken) } };
}

function describeConnectionStatus(call: AwsCall): AwsAnswer {
  const { NextToken } = parseJson(statusSchema, call.json, 'InvalidParameterValuesException');
  const known = workspacesIn(call).filter(({ group }) => group.situation !== 'status-unknown');
  const page = pageOf('DescribeWorkspacesConnectionStatus', known, NextToken, 25, 'InvalidParameterValuesException');
  const WorkspacesConnectionStatus = page.items.map(({ name, group }) => {
    const days = LAST_CONNECTED_DAYS[group.situation];
    const last = days === null ? {} : { LastKnownUserConnectionTimestamp: call.world.clock.daysAgo(days).getTime() / 1000 };
    return { WorkspaceId: name, ConnectionState: 'DISCONNECTED', ConnectionStateCheckTimestamp: call.world.now().getTime() / 1000, ...last };
  });
  return { kind: 'json', value: { WorkspacesConnectionStatus, ...tokenMember(page.nextToken) } };
}

export const WORKSPACES_OPERATIONS: readonly AwsOperation[] = [
  { service: 'workspaces', name: 'DescribeWorkspaces', permission: 'workspaces:DescribeWorkspaces', access: 'read', run: describeWorkspaces },
  {
    service: 'workspaces',
    name: 'DescribeWorkspacesConnectionStatus',
    permission: 'workspaces:DescribeWorkspacesConnectionStatus',
    access: 'read',
    run: describeConnectionStatus,
  },
  {
    service: 'workspaces',
    name: 'TerminateWorkspaces',
    permission: 'workspaces:TerminateWorkspaces',
    access: 'write',
    run: () => ({ kind: 'json', value: {} }),
  },
];
