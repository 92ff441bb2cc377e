import { groupOperations, operationsOf, sessionPolicyLimit, type Operation } from '@vitrine/cloud-readers';
import type { Proof } from '../proof.js';

/** The inline policy of one AWS session as STS receives it. */
function policyText(operations: readonly Operation[]): string {
  const actions = [...new Set(operations.map(({ permission }) => permission))].sort();
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
}

/** As many again, with names as long as today's: what the next hundred rules will bring. */
function grown(operations: readonly Operation[], times: number): Operation[] {
  return Array.from({ length: times }, (_, copy) =>
    operations.map((operation) => ({ ...operation, id: `${operation.id}${String(copy)}`, permission: `${operation.permission}${String(copy)}` })),
  ).flat();
}

/** STS takes 2,048 characters; a longer policy would be cut into nothing, or tempt somebody to write a wildcard. */
export const proof: Proof = {
  attack: 'more declared reads than one AWS session policy can hold: all of today, twice and eight times as many',
  expected: `each session’s policy ≤ ${String(sessionPolicyLimit)} characters without a wildcard, every operation in exactly one`,
  pace: 'quick',
  mutation: { removes: 'the cut into groups' },
  attempt({ guard }) {
    const today = operationsOf('aws').filter(({ list }) => list !== 'sign-in');
    const seen = [1, 2, 8].map((times) => {
      const operations = grown(today, times);
      const groups = guard === 'standing' ? groupOperations(operations) : [operations];
      const lengths = groups.map((group) => policyText(group).length);
      const once = groups.flat().length === operations.length && new Set(groups.flat()).size === operations.length;
      const narrow = groups.every((group) => !policyText(group).replace('"Resource":"*"', '').includes('*'));
      return {
        operations: operations.length,
        groups: groups.length,
        longest: Math.max(...lengths),
        fits: once && narrow && lengths.every((each) => each <= sessionPolicyLimit),
      };
    });
    return Promise.resolve({
      held: seen.every(({ fits }) => fits),
      seen: seen
        .map(({ operations, groups, longest }) => `${String(operations)} operations in ${String(groups)} sessions, longest ${String(longest)}`)
        .join('; '),
    });
  },
};
