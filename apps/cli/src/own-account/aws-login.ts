import { declaredPermissions, VitrineError } from '@vitrine/contracts';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../exit-codes.js';
import { readAwsProfile, type AwsLogin } from './aws-profile.js';
import { askAws, element, type AwsQuery } from './aws-query.js';
import { loanEnd, type BorrowedLogin, type Narrowing, type WriteReach } from './borrowed-login.js';
import type { CloudEndpoints } from './cloud-endpoints.js';

const REGION = 'us-east-1';
const STS = { service: 'sts', region: REGION, version: '2011-06-15' } as const;
const IAM = { service: 'iam', region: REGION, version: '2010-05-08' } as const;
const LONGEST_POLICY = 2_048;

/** Representative writes of services that most accounts use: enough to tell an administrator from a reader. */
const TELLING_WRITES = [
  'ec2:TerminateInstances',
  'ec2:DeleteVolume',
  'iam:CreateUser',
  'iam:AttachUserPolicy',
  's3:DeleteBucket',
  's3:PutObject',
  'rds:DeleteDBInstance',
  'lambda:UpdateFunctionCode',
];

/** The login of an AWS profile, narrowed to Vitrine's declared reads where AWS allows it. */
export async function borrowAwsLogin(
  context: CliContext,
  endpoints: CloudEndpoints,
  profile: string,
  wish: { readonly bill: boolean },
): Promise<BorrowedLogin> {
  const login = await readAwsProfile(context, profile);
  const ask = async (query: Omit<AwsQuery, 'endpoint'>): Promise<string> =>
    await askAws(login, { ...query, endpoint: query.service === 'iam' ? endpoints.iam : endpoints.sts(REGION) }, context.signal);
  const arn = element(await ask({ ...STS, action: 'GetCallerIdentity' }), 'Arn') ?? '';
  // The root user's session would carry rights that no policy takes away.
  if (/:root$/.test(arn)) throw new UsageError('this profile is the account’s root user: make a user or role for the audit instead');
  const narrowed = await narrow(ask, login, arn);
  if (narrowed === null && login.sessionToken === null)
    throw new UsageError(
      'this profile holds a long-lived key that AWS does not let narrow (sts:GetFederationToken): Vitrine lends sessions only. Use a role or SSO profile, or connect the account with a role.',
    );
  const session = narrowed ?? { ...login, how: null };
  const narrowing: Narrowing =
    session.how === null
      ? { kind: 'not-narrowed', why: 'AWS lets this login make no narrower session of itself', reach: await writeReach(ask, arn) }
      : { kind: 'narrowed', how: session.how };
  return {
    cloud: 'aws',
    connectionName: `AWS profile ${profile}`,
    principal: arn,
    credential: {
      kind: 'aws.session',
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      sessionToken: session.sessionToken ?? '',
      expiresAt: loanEnd(context.now(), session.expiresAt),
    },
    narrowing,
    bill: wish.bill ? { source: 'cost-explorer' } : null,
    settings: {},
  };
}

type Ask = (query: Omit<AwsQuery, 'endpoint'>) => Promise<string>;

/** A long-lived key federates itself; a role's session assumes its own role again where the trust policy allows. null: neither. */
async function narrow(ask: Ask, login: AwsLogin, arn: string): Promise<(AwsLogin & { readonly how: string }) | null> {
  const policy = { Policy: sessionPolicy(), DurationSeconds: '3600' };
  const role = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  try {
    if (login.sessionToken === null)
      return sessionOf(
        await ask({ ...STS, action: 'GetFederationToken', parameters: { Name: 'vitrine-audit', ...policy } }),
        'A federated session (sts:GetFederationToken) whose policy allows Vitrine’s declared reads only was lent.',
      );
    if (role === null) return null;
    const roleArn = `arn:${role[1] ?? ''}:iam::${role[2] ?? ''}:role/${role[3] ?? ''}`;
    return sessionOf(
      await ask({ ...STS, action: 'AssumeRole', parameters: { RoleArn: roleArn, RoleSessionName: 'vitrine-audit', ...policy } }),
      'A session of the same role whose session policy allows Vitrine’s declared reads only was lent.',
    );
  } catch (error) {
    if (error instanceof VitrineError && error.code.startsWith('aws-')) return null;
    throw error;
  }
}

function sessionOf(xml: string, how: string): AwsLogin & { readonly how: string } {
  const member = (name: string): string => {
    const text = element(xml, name);
    if (text === null) throw new VitrineError({ code: 'aws-answer-unknown', status: 502, publicMessage: 'AWS answered in an unknown form.' });
    return text;
  };
  return {
    accessKeyId: member('AccessKeyId'),
    secretAccessKey: member('SecretAccessKey'),
    sessionToken: member('SessionToken'),
    expiresAt: new Date(member('Expiration')),
    how,
  };
}

/** Exactly the declared reads, no wildcard, in the shortest JSON. */
export function sessionPolicy(): string {
  const actions = [
    ...new Set(
      declaredPermissions
        .filter(({ cloud, list, permission }) => cloud === 'aws' && list !== 'sign-in' && /^[a-z0-9-]+:[A-Za-z]+$/.test(permission))
        .map(({ permission }) => permission),
    ),
  ].sort();
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
  if (policy.length > LONGEST_POLICY)
    throw new VitrineError({
      code: 'session-policy-too-long',
      status: 500,
      publicMessage: 'Vitrine asks for more reads than one AWS session policy can name.',
    });
  return policy;
}

async function writeReach(ask: Ask, arn: string): Promise<WriteReach> {
  const role = /^arn:(aws[\w-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  const source = role === null ? arn : `arn:${role[1] ?? ''}:iam::${role[2] ?? ''}:role/${role[3] ?? ''}`;
  const names = Object.fromEntries(TELLING_WRITES.map((action, at) => [`ActionNames.member.${String(at + 1)}`, action]));
  try {
    const xml = await ask({ ...IAM, action: 'SimulatePrincipalPolicy', parameters: { PolicySourceArn: source, ...names } });
    const results = xml.split('<EvalActionName>').slice(1);
    return { kind: 'known', actions: results.filter((result) => /<EvalDecision>allowed</.test(result)).map((result) => result.split('<')[0] ?? '') };
  } catch (error) {
    if (error instanceof VitrineError && error.code.startsWith('aws-')) return { kind: 'unknown' };
    throw error;
  }
}
