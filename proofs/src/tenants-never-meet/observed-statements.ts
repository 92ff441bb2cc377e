import type { Pool } from 'pg';
import { z } from 'zod';

/** What a server must be started with, so that it keeps every statement: no proof of an absence from a list that forgets. */
export const observing = { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.max': '20000', 'pg_stat_statements.track': 'all' };

const statementSchema = z.object({ role: z.string(), bypasses: z.boolean(), text: z.string(), calls: z.coerce.number() });
export type ObservedStatement = z.infer<typeof statementSchema>;

/** Call before anybody works: the server counts from its start, and shows it through an extension of this database. */
export async function beginObserving(superuser: Pool): Promise<void> {
  await superuser.query('create schema observed; create extension pg_stat_statements schema observed');
  await superuser.query('select observed.pg_stat_statements_reset()');
}

/**
 * Statements on rows of organizations, by whoever is not the superuser of the test itself, as the server normalized them.
 * @throws where the server forgot any
 */
export async function observedStatements(superuser: Pool): Promise<ObservedStatement[]> {
  const forgot = await superuser.query<{ dealloc: string }>('select dealloc from observed.pg_stat_statements_info');
  if (forgot.rows[0]?.dealloc !== '0') throw new Error('the server forgot statements: raise pg_stat_statements.max');
  const { rows } = await superuser.query(
    `with tenant as (
       select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
       where c.relnamespace = 'vitrine'::regnamespace and c.relkind in ('r', 'p', 'v'))
     select r.rolname as role, r.rolsuper or r.rolbypassrls as bypasses, s.query as text, sum(s.calls) as calls
     from observed.pg_stat_statements s join pg_roles r on r.oid = s.userid
     where s.dbid = (select oid from pg_database where datname = current_database()) and r.rolname <> 'postgres'
       and exists (select 1 from tenant t where s.query ~ ('vitrine\\.' || t.relname || '\\M'))
     group by 1, 2, 3`,
  );
  return z.array(statementSchema).parse(rows);
}
