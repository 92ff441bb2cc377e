import { z } from 'zod';
import { operationById } from '../operations/manifest.js';
import { awsPermissionStates, type Decisions } from './aws-probes.js';
import { ask, type ConnectionValidation, type ValidationInput, type WriteFinding } from './connection-validation.js';
import { awsWriteActions } from './write-actions.js';

/** Regions that are on in every account; used where the principal may not list them, so that a missing right never means "nothing there". */
const standardRegions: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-north-1'],
  ...['ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
];

const regionsSchema = z.object({ regionInfo: z.array(z.object({ regionName: z.string().min(1) })).min(1) });
const regionsShape = { regionInfo: [{ regionName: 'text' }] } as const;

/** Asks AWS what a session sees, which of the wanted actions work, and whether the principal behind it could write. */
export async function validateAws({ session, operations, signal }: ValidationInput): Promise<ConnectionValidation> {
  const accountId = session.principal.accountId ?? '';
  const listed = await ask(session, { operation: 'ec2:DescribeRegions', region: 'us-east-1', shape: regionsShape }, signal);
  const regions = listed.outcome === 'read' ? regionsSchema.parse(listed.body).regionInfo.map(({ regionName }) => regionName) : [...standardRegions];
  const wanted = operations.map((id) => operationById(id).permission);
  const simulated = await simulate(session, signal, [...new Set([...wanted, ...awsWriteActions])]);
  const permissions = await awsPermissionStates({ session, operations, signal }, regions[0] ?? 'us-east-1', simulated);
  return {
    estate: { cloud: 'aws', accounts: [accountId], regions: regions.sort(), tenantId: null },
    accountPinned: accountId,
    permissions: [
      { permission: 'ec2:DescribeRegions', state: listed.outcome === 'read' ? 'granted' : 'denied' },
      ...permissions.filter(({ permission }) => permission !== 'ec2:DescribeRegions'),
    ],
    writeCapable: await writes(session, simulated, signal),
  };
}

const decisionsShape = {
  IsTruncated: 'text',
  Marker: 'text',
  EvaluationResults: [{ EvalActionName: 'text', EvalDecision: 'text', MatchedStatements: [{ SourcePolicyId: 'text' }] }],
} as const;
const decisionsSchema = z.object({
  Marker: z.string().optional(),
  EvaluationResults: z
    .array(
      z.object({
        EvalActionName: z.string(),
        EvalDecision: z.string(),
        MatchedStatements: z.array(z.object({ SourcePolicyId: z.string().default('') })).default([]),
      }),
    )
    .default([]),
});

/** IAM's own simulation of the principal's policies, or null where it may not be asked. */
async function simulate(session: ValidationInput['session'], signal: AbortSignal, actions: readonly string[]): Promise<Decisions | null> {
  const source = session.principal.policySource;
  if (source === undefined) return null;
  const decisions = new Map<string, { allowed: boolean; source: string }>();
  let marker: string | null = null;
  for (let page = 0; page < 20; page += 1) {
    const body = { PolicySourceArn: source, ActionNames: actions, MaxItems: 1000, Marker: marker };
    const result = await session.call({ operation: 'iam:SimulatePrincipalPolicy', body, shape: decisionsShape }, signal);
    if (result.outcome !== 'read') return null;
    const { EvaluationResults, Marker } = decisionsSchema.parse(result.body);
    for (const each of EvaluationResults)
      decisions.set(each.EvalActionName, { allowed: each.EvalDecision === 'allowed', source: each.MatchedStatements[0]?.SourcePolicyId ?? 'policy' });
    if (Marker === undefined || Marker === '') return decisions;
    marker = Marker;
  }
  return null;
}

const attachedSchema = z.object({ AttachedPolicies: z.array(z.object({ PolicyName: z.string() })).default([]) });
const attachedShape = { AttachedPolicies: [{ PolicyName: 'text' }] } as const;
/** Managed policies whose name says that they write; the absence of such a name proves nothing. */
const writingPolicies = /^(?:AdministratorAccess|PowerUserAccess|SystemAdministrator|NetworkAdministrator|DatabaseAdministrator|IAMFullAccess)|FullAccess$/;

async function writes(session: ValidationInput['session'], simulated: Decisions | null, signal: AbortSignal): Promise<ConnectionValidation['writeCapable']> {
  // The root user's rights cannot be narrowed or simulated.
  if (/^arn:aws:iam::\d{12}:root$/.test(session.principal.name)) return [{ action: '*', source: 'root user' }];
  if (simulated !== null)
    return awsWriteActions.flatMap((action) =>
      simulated.get(action)?.allowed === true ? [{ action, source: simulated.get(action)?.source ?? 'policy' }] : [],
    );
  const [, word, name] = /:(user|role)\/(?:.*\/)?([^/]+)$/.exec(session.principal.policySource ?? '') ?? [];
  if (name === undefined) return 'not-provable';
  const request =
    word === 'user'
      ? { operation: 'iam:ListAttachedUserPolicies', body: { UserName: name }, shape: attachedShape }
      : { operation: 'iam:ListAttachedRolePolicies', body: { RoleName: name }, shape: attachedShape };
  const result = await session.call(request, signal);
  if (result.outcome !== 'read') return 'not-provable';
  const found = attachedSchema
    .parse(result.body)
    .AttachedPolicies.flatMap(({ PolicyName }): WriteFinding[] => (writingPolicies.test(PolicyName) ? [{ action: '*', source: PolicyName }] : []));
  return found.length > 0 ? found : 'not-provable';
}
