import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';
import { ciphertextAttacks } from './ciphertext-attacks.js';
import { throwStatements } from './statement-attack.js';

/** The column grants of `credential`, against one `grant select` as somebody in a hurry would add it. */
export const proof: Proof = {
  attack: 'ciphertext by column, row, JSON, length, hash, comparison, order, delete … returning, copy, update and upsert, as every login role',
  expected: 'each 42501; to the worker without a live lease no rows',
  pace: 'whole',
  mutation: { removes: 'the narrowness of the grants (one `grant select, update` more)' },
  attempt: ({ guard, say }) =>
    withAttackedDatabase(async (attacked) => {
      if (guard === 'removed') await attacked.database.poolFor('postgres').query('grant select, update on vitrine.credential to vitrine_api');
      const thrown = await throwStatements(attacked, () => ciphertextAttacks(attacked));
      if (guard === 'standing') for (const fault of thrown.faults) say(fault);
      return {
        held: thrown.faults.length === 0,
        seen: `${String(thrown.attempts)} statements as ${String(thrown.roles.length)} roles: ${String(thrown.faults.length)} came through`,
      };
    }),
};
