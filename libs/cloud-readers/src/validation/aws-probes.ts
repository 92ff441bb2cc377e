import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { operationById } from '../operations/manifest.js';
import type { PermissionFinding, PermissionState, ValidationInput } from './connection-validation.js';

/** What IAM’s own simulator says of each action, and by which policy. */
export type Decisions = ReadonlyMap<string, { readonly allowed: boolean; readonly source: string }>;

/** The cheapest form of each action: a dry run at EC2, one small page elsewhere. What costs money or has no small form is not probed. */
const probes: Readonly<Record<string, (region: string) => CloudRequest>> = {
  ...Object.fromEntries(
    ['ec2:DescribeVolumes', 'ec2:DescribeInstances', 'ec2:DescribeAddresses', 'ec2:DescribeSnapshots', 'ec2:DescribeImages', 'ec2:DescribeNatGateways'].map(
      (operation) => [operation, (region: string): CloudRequest => ({ operation, region, body: { DryRun: true, ...limits[operation] }, shape: {} })],
    ),
  ),
  'elasticloadbalancing:DescribeLoadBalancers': (region) => ({
    operation: 'elasticloadbalancing:DescribeLoadBalancers',
    region,
    body: { PageSize: 1 },
    shape: {},
  }),
  'elasticloadbalancing:DescribeTargetGroups': (region) => ({
    operation: 'elasticloadbalancing:DescribeTargetGroups',
    region,
    body: { PageSize: 1 },
    shape: {},
  }),
  'iam:ListUsers': () => ({ operation: 'iam:ListUsers', body: { MaxItems: 1 }, shape: {} }),
  'iam:GenerateCredentialReport': () => ({ operation: 'iam:GenerateCredentialReport', shape: {} }),
};

const limits: Readonly<Record<string, { readonly [key: string]: number | readonly string[] }>> = {
  'ec2:DescribeVolumes': { MaxResults: 5 },
  'ec2:DescribeInstances': { MaxResults: 5 },
  'ec2:DescribeSnapshots': { MaxResults: 5, Owner: ['self'] },
  'ec2:DescribeImages': { Owner: ['self'] },
  'ec2:DescribeNatGateways': { MaxResults: 5 },
};

/**
 * Each wanted permission: what a probe says counts most, since it sees service control policies and boundaries too; else the
 * simulation; else it stays untestable.
 */
export async function awsPermissionStates(
  { session, operations, signal }: Pick<ValidationInput, 'session' | 'operations' | 'signal'>,
  region: string,
  simulated: Decisions | null,
): Promise<PermissionFinding[]> {
  const findings = new Map<string, PermissionState>();
  await Promise.all(
    operations.map(async (id) => {
      const { permission, list } = operationById(id);
      if (list === 'sign-in') return;
      const probe = probes[id];
      const probed = probe === undefined ? 'untestable' : stateOf(await session.call(probe(region), signal));
      findings.set(permission, probed === 'untestable' ? simulatedState(simulated, permission) : probed);
    }),
  );
  return [...findings].map(([permission, state]) => ({ permission, state })).sort((a, b) => (a.permission < b.permission ? -1 : 1));
}

function simulatedState(simulated: Decisions | null, permission: string): PermissionState {
  const decision = simulated?.get(permission);
  return decision === undefined ? 'untestable' : decision.allowed ? 'granted' : 'denied';
}

/** AWS checks the right before anything else, so `DryRunOperation` and complaints about the request itself mean "allowed". */
function stateOf(result: CallResult): PermissionState {
  switch (result.outcome) {
    case 'read':
    case 'token-refused':
      return 'granted';
    case 'denied':
      return 'denied';
    case 'unavailable':
      return result.reason === 'DryRunOperation' ? 'granted' : 'untestable';
    case 'throttled':
    case 'expired':
      return 'untestable';
  }
}
