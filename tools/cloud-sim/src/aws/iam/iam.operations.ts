import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { AwsEstate } from '../aws-estate.js';
import { hexId } from '../../estate/deterministic.js';
import { isoSeconds } from '../inventory/aws-clock.js';
import type { SimUser } from '../inventory/user-inventory.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { members, type XmlTree } from '../wire/xml-document.js';
import { generateCredentialReport, getCredentialReport } from './credential-report.js';
import { iamList } from './iam-page.js';
import { attachedPolicy, encodedDocument, policyArn, policyWithArn, roleNamed, simulatePrincipalPolicy, userNamed } from './iam-policies.js';

type Role = AwsEstate['roles'][number];

const xml = (tree: XmlTree): AwsAnswer => ({ kind: 'xml', members: tree });

const read = (name: string, run: (call: AwsCall) => AwsAnswer): AwsOperation => ({ service: 'iam', name, permission: `iam:${name}`, access: 'read', run });

/** A smuggled write is answered as if it worked, changes nothing, and stands in the log as a write. */
const write = (name: string): AwsOperation => ({ service: 'iam', name, permission: `iam:${name}`, access: 'write', run: () => xml({}) });

export const IAM_OPERATIONS: readonly AwsOperation[] = [
  read('ListUsers', (call) => xml(iamList(call, 'ListUsers', 'Users', call.world.inventory.users, (user) => userTree(call, user)))),
  read('ListAccessKeys', (call) => {
    const user = userNamed(call);
    const keys = user.key === null ? [] : [user.key];
    return xml(
      iamList(call, 'ListAccessKeys', 'AccessKeyMetadata', keys, (key) => ({
        UserName: user.userName,
        AccessKeyId: key.accessKeyId,
        Status: key.active ? 'Active' : 'Inactive',
        CreateDate: isoSeconds(call.world.clock.daysAgo(key.ageDays)),
      })),
    );
  }),
  read('GetAccessKeyLastUsed', getAccessKeyLastUsed),
  read('GenerateCredentialReport', generateCredentialReport),
  read('GetCredentialReport', getCredentialReport),
  read('SimulatePrincipalPolicy', (call) => xml(simulatePrincipalPolicy(call))),
  read('ListRoles', (call) => xml(iamList(call, 'ListRoles', 'Roles', call.world.estate.roles, (role) => roleTree(call, role)))),
  read('GetRole', (call) => xml({ Role: roleTree(call, roleNamed(call)) })),
  read('GetUser', (call) => xml({ User: userTree(call, userNamed(call)) })),
  read('ListAttachedRolePolicies', (call) =>
    xml(iamList(call, 'ListAttachedRolePolicies', 'AttachedPolicies', roleNamed(call).policies, (policy) => attachedPolicy(call, policy))),
  ),
  read('ListAttachedUserPolicies', (call) =>
    xml(iamList(call, 'ListAttachedUserPolicies', 'AttachedPolicies', userNamed(call).policies, (policy) => attachedPolicy(call, policy))),
  ),
  // The estate attaches managed policies only, so the inline lists are empty and an inline policy is never there.
  read('ListRolePolicies', (call) => xml(iamList(call, 'ListRolePolicies', 'PolicyNames', roleNamed(call).policies.slice(0, 0), (policy) => policy.name))),
  read('ListUserPolicies', (call) => xml(iamList(call, 'ListUserPolicies', 'PolicyNames', userNamed(call).policies.slice(0, 0), (policy) => policy.name))),
  read('ListGroupsForUser', (call) =>
    xml({
      Groups: members(
        userNamed(call)
          .policies.slice(0, 0)
          .map((policy) => policy.name),
      ),
      IsTruncated: false,
    }),
  ),
  read('GetUserPolicy', noInlinePolicy),
  read('GetRolePolicy', noInlinePolicy),
  read('GetPolicy', (call) => {
    const policy = policyWithArn(call);
    return xml({ Policy: { PolicyName: policy.name, Arn: policyArn(call, policy), DefaultVersionId: 'v1', AttachmentCount: 1, IsAttachable: true } });
  }),
  read('GetPolicyVersion', (call) => {
    const { document } = policyWithArn(call);
    if (call.query.get('VersionId') !== 'v1') throw new AwsError('NoSuchEntity', 'Policy version does not exist.', 404);
    return xml({
      PolicyVersion: { Document: encodedDocument(document), VersionId: 'v1', IsDefaultVersion: true, CreateDate: isoSeconds(call.world.clock.daysAgo(100)) },
    });
  }),
  read('GetAccountAuthorizationDetails', getAccountAuthorizationDetails),
  write('DeleteUser'),
  write('DeleteAccessKey'),
  write('AttachUserPolicy'),
  write('CreateUser'),
];

function userTree(call: AwsCall, user: SimUser): XmlTree {
  return { Path: '/', UserName: user.userName, UserId: user.userId, Arn: user.arn, CreateDate: isoSeconds(call.world.clock.daysAgo(user.ageDays)) };
}

function roleTree(call: AwsCall, role: Role): XmlTree {
  const { estate, inventory, clock } = call.world;
  return {
    Path: '/',
    RoleName: role.name,
    RoleId: `AROA${hexId(inventory.place.seed, `${estate.accountId}/role/${role.name}`, 0, 16).toUpperCase()}`,
    Arn: `arn:aws:iam::${estate.accountId}:role/${role.name}`,
    CreateDate: isoSeconds(clock.daysAgo(100)),
    AssumeRolePolicyDocument: encodedDocument({ Version: '2012-10-17', Statement: [] }),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

function getAccessKeyLastUsed(call: AwsCall): AwsAnswer {
  const wanted = call.query.get('AccessKeyId') ?? '';
  const user = call.world.inventory.users.find(({ key }) => key?.accessKeyId === wanted);
  if (user === undefined || user.key === null) throw new AwsError('AccessDenied', `The access key ${wanted} is not of this account.`, 403);
  const { lastUsedDaysAgo } = user.key;
  return xml({
    UserName: user.userName,
    AccessKeyLastUsed:
      lastUsedDaysAgo === null
        ? { ServiceName: 'N/A', Region: 'N/A' }
        : { LastUsedDate: isoSeconds(call.world.clock.daysAgo(lastUsedDaysAgo)), ServiceName: 'ec2', Region: 'us-east-1' },
  });
}

function noInlinePolicy(call: AwsCall): AwsAnswer {
  throw new AwsError('NoSuchEntity', `The policy with name ${call.query.get('PolicyName') ?? ''} cannot be found.`, 404);
}

function getAccountAuthorizationDetails(call: AwsCall): AwsAnswer {
  const { world } = call;
  const filter = call.query.list('Filter');
  const wants = (kind: string): boolean => filter.length === 0 || filter.includes(kind);
  const users = wants('User') ? world.inventory.users : [];
  const roles = wants('Role') ? world.estate.roles : [];
  const policies = wants('LocalManagedPolicy') ? world.estate.roles.flatMap((role) => role.policies) : [];
  return xml({
    UserDetailList: members(
      users.map((user) => ({
        ...userTree(call, user),
        UserPolicyList: members([]),
        GroupList: members([]),
        AttachedManagedPolicies: members(user.policies.map((policy) => attachedPolicy(call, policy))),
      })),
    ),
    GroupDetailList: members([]),
    RoleDetailList: members(
      roles.map((role) => ({
        ...roleTree(call, role),
        RolePolicyList: members([]),
        AttachedManagedPolicies: members(role.policies.map((policy) => attachedPolicy(call, policy))),
      })),
    ),
    Policies: members(
      policies.map((policy) => ({
        PolicyName: policy.name,
        Arn: policyArn(call, policy),
        DefaultVersionId: 'v1',
        PolicyVersionList: members([
          { Document: encodedDocument(policy.document), VersionId: 'v1', IsDefaultVersion: true, CreateDate: isoSeconds(world.clock.daysAgo(100)) },
        ]),
      })),
    ),
    IsTruncated: false,
  });
}
