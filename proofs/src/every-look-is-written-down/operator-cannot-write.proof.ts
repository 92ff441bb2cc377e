import { patchedCopy } from '@vitrine/testing';
import { builtApi } from '../hostile-input/api-process.js';
import type { Proof } from '../proof.js';
import { rowsOfAll } from '../tenants-never-meet/operation-attack.js';
import { fittingShot, operationsOf, operatorInside } from './operator-ground.js';

/** All that stands between an operator and a row: the guard, his scopes, the policies and his role in the database. */
const GUARDS = [
  { file: 'auth/operator-read-only.guard.js', guard: "if (method !== 'GET' && method !== 'HEAD')", instead: 'if (false)' },
  { file: 'auth/operator-callers.js', guard: 'scopes: operatorScopes', instead: 'scopes: { has: () => true }' },
  { file: 'auth/policy/policies.js', guard: "if (effect === 'allow')", instead: 'if (true)' },
  { file: 'auth/organization.interceptor.js', guard: "via.kind === 'operator' && via.session !== 'none'", instead: 'false' },
];

/** PF-38, PF-T15. */
export const proof: Proof = {
  attack: 'every operation of openapi.json but GET, with fitting ids and bodies, by an operator in an approved session of the organization',
  expected: 'each 403, and no row of any organization but the trail’s differs afterwards',
  pace: 'whole',
  beside: 'computes',
  mutation: { removes: 'the guard, the scopes of a session, the policies and the operators’ own database role (in a copy of the built API)' },
  attempt: async ({ guard, say }) => {
    const standing = guard === 'standing';
    const patched = standing ? { program: builtApi, remove: () => Promise.resolve() } : await patchedCopy(GUARDS);
    try {
      const inside = await operatorInside(patched.program);
      try {
        const operations = operationsOf('writes');
        let refused = 0;
        let changed = 0;
        for (const operation of operations) {
          const shot = await fittingShot(inside, operation, 'none');
          const before = await rowsOfAll(inside.ground);
          const { status, text } = await inside.inSession(shot);
          if (status === 403) refused += 1;
          else if (standing) say(`${operation.id}: ${String(status)} ${text.slice(0, 200)}`);
          if ((await rowsOfAll(inside.ground)) !== before) changed += 1;
        }
        return {
          held: operations.length > 20 && refused === operations.length && changed === 0,
          seen: `${String(operations.length)} operations: ${String(refused)} × 403, rows changed by ${String(changed)}`,
        };
      } finally {
        await inside.leave();
      }
    } finally {
      await patched.remove();
    }
  },
};
