import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import type { Proof } from '../proof.js';
import { withAttackedDatabase } from './attacked-database.js';

const answerSchema = z.tuple([z.object({ organization_id: z.uuid().nullable() })]);

/**
 * A definer function runs with its owner's rights and, unless it fixes its path, with its caller's names. The worker may make temporary
 * tables (for bills), so it is the one to try: it puts a table of the same name before the real one.
 */
export const proof: Proof = {
  attack: 'the worker makes a temporary table named as the one that a definer function reads, and calls the function by which tokens find their organization',
  expected: 'the answer of the real table (nobody), and every definer function with a fixed search path',
  pace: 'quick',
  mutation: { removes: 'the fixed search path of the definer function' },
  attempt: ({ guard }) =>
    withAttackedDatabase(async ({ database, acme, umbra }) => {
      const superuser = database.poolFor('postgres');
      // Unqualified, as a careless author writes it: only the path decides which table is meant.
      await superuser.query(`create function directory.organization_by_key(p text) returns uuid language plpgsql stable security definer
        ${guard === 'standing' ? 'set search_path = directory, pg_temp' : ''} as 'begin return (select organization_id from api_token where token_key = p); end'`);
      await superuser.query(`alter function directory.organization_by_key(text) owner to vitrine_directory; revoke all on function directory.organization_by_key(text) from public;
        grant usage on schema directory to vitrine_worker; grant execute on function directory.organization_by_key(text) to vitrine_worker`);
      const [{ organization_id: answer }] = await withOrganization(database.poolFor('vitrine_worker'), acme.organizationId, async (transaction) => {
        await transaction.query('create temporary table api_token (token_key text, organization_id uuid) on commit drop');
        await transaction.query('grant select on api_token to vitrine_directory');
        await transaction.query(`insert into api_token values ('forged', $1)`, [umbra.organizationId]);
        return answerSchema.parse((await transaction.query(`select directory.organization_by_key('forged') as organization_id`)).rows);
      });
      const bare =
        await superuser.query(`select p.oid::regprocedure as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspname in ('vitrine', 'directory', 'public')
        and not exists (select from unnest(coalesce(p.proconfig, '{}')) setting where setting like 'search_path=%')`);
      return {
        held: answer === null && bare.rows.length === 0,
        seen: `${answer === null ? 'the forged row was not found' : 'the forged row was believed'}; ${String(bare.rows.length)} definer functions without a path`,
      };
    }),
};
