import type { AwsCall } from '../aws-operation.js';
import type { AwsEstate } from '../aws-estate.js';
import type { SimUser } from '../inventory/user-inventory.js';
import { AwsError } from '../wire/aws-error.js';
import type { XmlTree } from '../wire/xml-document.js';
import type { PolicyDocument } from './policy-document.js';
import { decide } from './policy-evaluation.js';
import { members } from '../wire/xml-document.js';

type Role = AwsEstate['roles'][number];
export interface NamedPolicy {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** Policies that the estate declares are customer-managed and attached; none is inline. */
export const policyArn = (call: AwsCall, policy: NamedPolicy): string => `arn:aws:iam::${call.world.estate.accountId}:policy/${policy.name}`;

export const attachedPolicy = (call: AwsCall, policy: NamedPolicy): XmlTree => ({ PolicyName: policy.name, PolicyArn: policyArn(call, policy) });

/** IAM answers policy documents percent-encoded. */
export const encodedDocument = (document: object): string => encodeURIComponent(JSON.stringify(document));

export function roleNamed(call: AwsCall): Role {
  const name = call.query.get('RoleName') ?? '';
  const role = call.world.estate.roles.find((known) => known.name === name);
  if (role === undefined) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  return role;
}

export function userNamed(call: AwsCall): SimUser {
  const { principal, world } = call;
  const name = call.query.get('UserName') ?? (principal.kind === 'user' ? principal.arn.split('/').at(-1) : undefined);
  const user = world.inventory.users.find((known) => known.userName === name);
  if (user === undefined) throw new AwsError('NoSuchEntity', `The user with name ${name ?? ''} cannot be found.`, 404);
  return user;
}

export function policyWithArn(call: AwsCall): NamedPolicy {
  const arn = call.query.get('PolicyArn') ?? '';
  const all = [...call.world.estate.roles.flatMap((role) => role.policies), ...call.world.inventory.users.flatMap((user) => user.policies)];
  const found = all.find((policy) => policyArn(call, policy) === arn);
  if (found === undefined) throw new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
  return found;
}

/** What the principal's policies would decide, without doing anything: also what `behaviour.denied` takes away. */
export function simulatePrincipalPolicy(call: AwsCall): XmlTree {
  const { query, world } = call;
  const policies = policiesOf(call, query.get('PolicySourceArn') ?? '');
  const resources = query.list('ResourceArns');
  const results = query.list('ActionNames').flatMap((action) =>
    (resources.length === 0 ? ['*'] : resources).map((resource) => {
      const decision = world.context.behaviour.denied.has(action)
        ? 'implicitDeny'
        : decide(policies, { action, resource, context: { 'aws:requestedregion': call.region } });
      return { EvalActionName: action, EvalResourceName: resource, EvalDecision: decision, MatchedStatements: members([]), MissingContextValues: members([]) };
    }),
  );
  return { IsTruncated: false, EvaluationResults: members(results) };
}

function policiesOf(call: AwsCall, arn: string): PolicyDocument[] {
  const name = arn.split('/').at(-1);
  const role = arn.includes(':role/') ? call.world.estate.roles.find((known) => known.name === name) : undefined;
  if (role !== undefined) return role.policies.map((policy) => policy.document);
  const user = call.world.inventory.users.find((known) => known.arn === arn);
  if (user !== undefined) return user.policies.map((policy) => policy.document);
  throw new AwsError('NoSuchEntity', `The principal ${arn} cannot be found.`, 404);
}
