import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { grantsLock } from '@vitrine/database';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';

const lockFile = fileURLToPath(new URL('../../../libs/database/grants.lock', import.meta.url));

/** Lines of one that the other has not. */
const without = (one: readonly string[], other: readonly string[]): string[] => one.filter((line) => !other.includes(line));

export const proof: Proof = {
  attack: 'every right that the migrations give, against the list that was reviewed (libs/database/grants.lock)',
  expected: 'no right more, none less',
  pace: 'quick',
  mutation: { removes: 'the review of one grant (a select on findings to the relay)' },
  attempt: ({ guard }) =>
    withAttackedDatabase(async ({ database }) => {
      if (guard === 'removed') await database.poolFor('postgres').query('grant select on vitrine.finding to vitrine_relay');
      const committed = readFileSync(lockFile, 'utf8').split('\n');
      const given = (await grantsLock({ url: database.url('postgres') })).split('\n');
      const [more, less] = [without(given, committed), without(committed, given)];
      return {
        held: more.length + less.length === 0,
        seen: `${String(given.length - 2)} rights, ${String(more.length)} more and ${String(less.length)} fewer than committed`,
      };
    }),
};
