import { belongsToOrganization, catalogueTables } from '@vitrine/testing';
import { escapeIdentifier } from 'pg';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';

const countSchema = z.tuple([z.object({ rows: z.coerce.number() })]);

/** A data migration that forgot the border, and a view of the owner's: both run as the owner of the tables, whom plain row security does not bind. */
export const proof: Proof = {
  attack: 'the owner of the tables reads every table without a scope, by itself and through a view that it made',
  expected: '0 rows in every table',
  pace: 'whole',
  mutation: { removes: 'FORCE' },
  attempt: ({ guard }) =>
    withAttackedDatabase(async ({ database }) => {
      const superuser = database.poolFor('postgres');
      const tables = (await catalogueTables(superuser)).filter(belongsToOrganization).map(({ name }) => name);
      if (guard === 'removed') for (const name of tables) await superuser.query(`alter table vitrine.${escapeIdentifier(name)} no force row level security`);
      const owner = await database.poolFor('vitrine_migrator').connect();
      let rows = 0;
      try {
        await owner.query('set role vitrine_owner');
        for (const name of tables) {
          const table = `vitrine.${escapeIdentifier(name)}`;
          const view = `vitrine.${escapeIdentifier(`view_of_${name}`)}`;
          await owner.query(`create view ${view} as select organization_id from ${table}; grant select on ${view} to vitrine_api`);
          rows += countSchema.parse((await owner.query(`select count(*) as rows from ${table}`)).rows)[0].rows;
          rows += countSchema.parse((await database.poolFor('vitrine_api').query(`select count(*) as rows from ${view}`)).rows)[0].rows;
        }
      } finally {
        // Its role is not the next borrower's.
        owner.release(true);
      }
      return { held: rows === 0 && tables.length >= 19, seen: `${String(rows)} rows out of ${String(tables.length)} tables` };
    }),
};
