import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';
import { borderAttacks, dropFloors } from './border-attacks.js';
import { ciphertextAttacks } from './ciphertext-attacks.js';
import { errorAttacks } from './error-attacks.js';
import { roleAttacks } from './role-attacks.js';
import { throwStatements } from './statement-attack.js';

/** The attack list of the reference (§4), thrown as every role that can log in, whatever roles there are. */
export const proof: Proof = {
  attack: 'SQL statements as every login role: the neighbour’s rows in every table, ciphertext, telling errors, steps out of the role',
  expected: 'at least 60 per role; each the expected SQLSTATE or no rows',
  pace: 'whole',
  mutation: { removes: 'the restrictive floor policies' },
  attempt: ({ guard, say }) =>
    withAttackedDatabase(async (attacked) => {
      if (guard === 'removed') await dropFloors(attacked);
      const thrown = await throwStatements(attacked, async (role) => [
        ...(await borderAttacks(attacked, role)),
        ...ciphertextAttacks(attacked),
        ...errorAttacks(attacked),
        ...roleAttacks(role),
      ]);
      if (guard === 'standing') for (const fault of thrown.faults) say(fault);
      return {
        held: thrown.faults.length === 0 && thrown.fewestPerRole >= 60,
        seen: `${String(thrown.attempts)} statements as ${String(thrown.roles.length)} roles, at least ${String(thrown.fewestPerRole)} each: ${String(thrown.faults.length)} came through`,
      };
    }),
};
