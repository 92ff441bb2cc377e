import { VitrineError } from '@vitrine/contracts';
import { permissionsOf } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';

/** AWS's limit on an inline session policy, in characters. */
export const sessionPolicyLimit = 2048;

/**
 * The policy that narrows an assumed role to these operations: even an administrator's role can then only read.
 * @throws VitrineError `session-policy-too-long`; use `groupOperations` first
 */
export function sessionPolicy(operations: readonly Operation[]): string {
  const policy = policyText(permissionsOf(operations));
  if (policy.length > sessionPolicyLimit) {
    throw new VitrineError({
      code: 'session-policy-too-long',
      status: 500,
      publicMessage: 'A cloud session asks for too much at once.',
      internal: String(policy.length),
    });
  }
  return policy;
}

function policyText(actions: readonly string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
}

/** Cuts operations into groups whose session policies fit; every operation is in exactly one, in the given order. */
export function groupOperations(operations: readonly Operation[], limit: number = sessionPolicyLimit): readonly (readonly Operation[])[] {
  const groups: Operation[][] = [];
  for (const operation of operations) {
    const last = groups.at(-1);
    if (last !== undefined && policyText(permissionsOf([...last, operation])).length <= limit) last.push(operation);
    else groups.push([operation]);
  }
  return groups;
}
