import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { AwsEstate } from '../aws-estate.js';
import { policyDocumentSchema, type PolicyDocument } from '../iam/policy-document.js';
import { matchesPattern } from '../iam/policy-evaluation.js';
import { hexId } from '../../estate/deterministic.js';
import { isoSeconds } from '../inventory/aws-clock.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import type { XmlTree } from '../wire/xml-document.js';
import { webIdentitySubject } from './web-identity.js';

type Role = AwsEstate['roles'][number];

/** The longest session policy that STS takes, in characters. */
const LONGEST_SESSION_POLICY = 2048;

const roleArn = (call: AwsCall, role: Role): string => `arn:aws:iam::${call.world.estate.accountId}:role/${role.name}`;

function assumeRole(call: AwsCall): AwsAnswer {
  const asked = call.query.get('RoleArn') ?? '';
  const role = findRole(call, asked);
  const { principal } = call;
  const trusted = role !== undefined && principal.kind === 'user' && role.trustedAccessKeyIds.includes(principal.accessKeyId);
  // The confused deputy: without the External ID anybody who knows the ARN could have us open another customer's role.
  if (role === undefined || !trusted || (role.externalId !== undefined && role.externalId !== call.query.get('ExternalId'))) {
    throw refused(call, `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${asked}`);
  }
  return { kind: 'xml', members: session(call, role) };
}

async function assumeRoleWithWebIdentity(call: AwsCall): Promise<AwsAnswer> {
  const role = findRole(call, call.query.get('RoleArn') ?? '');
  if (role?.webIdentity === undefined) throw refused(call, 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
  const subject = await webIdentitySubject(call.query.get('WebIdentityToken') ?? '', role.webIdentity, call.world.now());
  // Every organization's tokens have one issuer: only the subject tells whose connection this is.
  if (!matchesPattern(role.webIdentity.subject, subject, '')) throw refused(call, 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
  return {
    kind: 'xml',
    members: { ...session(call, role), SubjectFromWebIdentityToken: subject, Audience: role.webIdentity.audience, Provider: role.webIdentity.issuer },
  };
}

function findRole(call: AwsCall, arn: string): Role | undefined {
  return call.world.estate.roles.find((role) => roleArn(call, role) === arn);
}

function session(call: AwsCall, role: Role): XmlTree {
  const { world, query } = call;
  const name = query.get('RoleSessionName') ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(name))
    throw new AwsError('ValidationError', "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint");
  const seconds = Number(query.get('DurationSeconds') ?? '3600');
  if (!Number.isInteger(seconds) || seconds < 900)
    throw new AwsError(
      'ValidationError',
      "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    );
  if (seconds > role.maxSessionSeconds)
    throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  const roleId = `AROA${hexId(world.inventory.place.seed, `${world.estate.accountId}/role/${role.name}`, 0, 16).toUpperCase()}`;
  const principal = {
    kind: 'session',
    arn: `arn:aws:sts::${world.estate.accountId}:assumed-role/${role.name}/${name}`,
    userId: `${roleId}:${name}`,
    accountId: world.estate.accountId,
    policies: role.policies.map((policy) => policy.document),
    sessionPolicy: sessionPolicy(call),
  } as const;
  const issued = world.sessions.issue(principal, new Date(world.now().getTime() + seconds * 1000));
  return {
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: isoSeconds(issued.expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    PackedPolicySize: Math.ceil(((query.get('Policy') ?? '').length / LONGEST_SESSION_POLICY) * 100),
  };
}

function sessionPolicy(call: AwsCall): PolicyDocument | null {
  if (call.query.structures('PolicyArns').length > 0) throw new AwsError('MalformedPolicyDocument', 'The simulator evaluates inline session policies only');
  const text = call.query.get('Policy');
  if (text === undefined) return null;
  if (text.length > LONGEST_SESSION_POLICY) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${String(LONGEST_SESSION_POLICY)}`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
  const parsed = policyDocumentSchema.safeParse(value);
  if (!parsed.success) throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.');
  return parsed.data;
}

function refused(call: AwsCall, message: string): AwsError {
  call.world.context.log.identify(call.request, { outcome: 'denied' });
  return new AwsError('AccessDenied', message, 403);
}

export const STS_OPERATIONS: readonly AwsOperation[] = [
  {
    service: 'sts',
    name: 'AssumeRole',
    permission: 'sts:AssumeRole',
    access: 'sign-in',
    resource: (call) => call.query.get('RoleArn') ?? '*',
    run: assumeRole,
  },
  // Anonymous by design: the token is the proof, so no identity policy is asked. A denial of it is the role's trust.
  { service: 'sts', name: 'AssumeRoleWithWebIdentity', permission: null, access: 'sign-in', run: assumeRoleWithWebIdentity },
  {
    service: 'sts',
    name: 'GetCallerIdentity',
    permission: null,
    access: 'read',
    run: ({ principal }) => {
      if (principal.kind === 'anonymous') throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
      return { kind: 'xml', members: { Arn: principal.arn, UserId: principal.userId, Account: principal.accountId } };
    },
  },
];
