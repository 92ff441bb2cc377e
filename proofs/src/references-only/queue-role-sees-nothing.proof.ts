import { sqlStateOf } from '@vitrine/database';
import { escapeIdentifier } from 'pg';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from '../tenants-never-meet/attacked-database.js';

const tablesSchema = z.array(z.object({ schema: z.string(), name: z.string(), column: z.string() }));

/** Whoever owns the queue's password owns `vitrine_queue`: it may flood or empty the queue, and that is all. */
export const proof: Proof = {
  attack: 'the queue’s role reads, locks, adds to, changes, deletes and empties every table outside the queue’s own schema',
  expected: 'every statement 42501',
  pace: 'whole',
  mutation: { removes: 'the absence of a grant (select on `vitrine.job` to the queue)' },
  attempt: ({ guard, say }) =>
    withAttackedDatabase(async ({ database }) => {
      const superuser = database.poolFor('postgres');
      if (guard === 'removed') await superuser.query('grant usage on schema vitrine to vitrine_queue; grant select on vitrine.job to vitrine_queue');
      const found =
        await superuser.query(`select n.nspname as schema, c.relname as name, (select attname from pg_attribute where attrelid = c.oid and attnum = 1) as column
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('bullmq', 'pg_catalog', 'information_schema', 'pg_toast')`);
      const tables = tablesSchema.parse(found.rows);
      const queue = database.poolFor('vitrine_queue');
      const through: string[] = [];
      let statements = 0;
      for (const { schema, name, column } of tables) {
        const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
        const first = escapeIdentifier(column);
        for (const sql of [
          `select 1 from ${table}`,
          `select count(*) from ${table}`,
          `begin; lock table ${table}; commit`,
          `insert into ${table} default values`,
          `update ${table} set ${first} = ${first}`,
          `delete from ${table}`,
          `truncate ${table}`,
        ]) {
          statements += 1;
          const state = await queue.query(sql).then(
            () => 'allowed',
            (error: unknown) => sqlStateOf(error),
          );
          if (state !== '42501') through.push(`${sql}: ${state}`);
        }
      }
      if (guard === 'standing') for (const each of through) say(each);
      return {
        held: through.length === 0 && tables.length >= 19,
        seen: `${String(statements)} statements on ${String(tables.length)} tables: ${String(through.length)} not refused`,
      };
    }),
};
