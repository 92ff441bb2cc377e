import { sqlStateOf } from '@vitrine/database';
import type { Proof } from '../proof.js';
import { withAttackedDatabase, type AttackedDatabase } from './attacked-database.js';
import { ciphertextAttacks, livelihood } from './ciphertext-attacks.js';
import { throwStatements } from './statement-attack.js';

/** The column grants of `credential`, against one more as somebody in a hurry would add it. Promise 1 stands on the same grants as promise 3. */
export const proof: Proof = {
  attack: 'ciphertext by column, row, JSON, length, hash, comparison, order, delete … returning, copy, update and upsert, as every login role, the API’s first',
  expected: 'each 42501; to the worker without a live lease no rows; the API may count and erase',
  pace: 'whole',
  mutation: { removes: 'the narrowness of the grants (one `grant select (sealed), update (sealed)` to vitrine_api more)' },
  attempt: ({ guard, say }) =>
    withAttackedDatabase(async (attacked) => {
      if (guard === 'removed') await attacked.database.poolFor('postgres').query('grant select (sealed), update (sealed) on vitrine.credential to vitrine_api');
      const thrown = await throwStatements(attacked, () => ciphertextAttacks(attacked));
      if (guard === 'standing') for (const fault of thrown.faults) say(fault);
      const lives = await Promise.all(livelihood.map((sql) => isAnswered(attacked, sql)));
      const works = lives.every(Boolean);
      return {
        held: thrown.faults.length === 0 && works,
        seen: `${String(thrown.attempts)} statements as ${String(thrown.roles.length)} roles: ${String(thrown.faults.length)} came through; counting and erasing ${works ? 'allowed' : 'refused'}`,
      };
    }),
};

/** As the API inside its own organization, rolled back either way. */
async function isAnswered({ database, acme }: AttackedDatabase, sql: string): Promise<boolean> {
  const client = await database.poolFor('vitrine_api').connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('vitrine.organization_id', $1, true)`, [acme.organizationId]);
    await client.query(sql);
    return true;
  } catch (error) {
    // Any fault but the database's own refusal means that the attempt itself failed.
    if (sqlStateOf(error) === '42501') return false;
    throw error;
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}
