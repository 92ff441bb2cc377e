import { belongsToOrganization, catalogueTables, type TestRole } from '@vitrine/testing';
import { escapeIdentifier } from 'pg';
import { z } from 'zod';
import type { AttackedDatabase } from './attacked-database.js';
import type { Expected, StatementAttack } from './statement-attack.js';

const rightsSchema = z.tuple([z.object({ reads: z.boolean(), deletes: z.boolean(), changed: z.string().nullable(), adds: z.boolean() })]);

/** What the role's grants alone would let it do with a table; the policies have the rest of the say. */
const RIGHTS = `select has_any_column_privilege($1, c.oid, 'select') as reads, has_table_privilege($1, c.oid, 'delete') as deletes, has_any_column_privilege($1, c.oid, 'insert') as adds,
  (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    and has_column_privilege($1, c.oid, a.attnum, 'update') order by a.attnum limit 1) as changed
  from pg_class c where c.oid = ('vitrine.' || quote_ident($2))::regclass`;

/**
 * Three roles find their work across organizations, by design: the relay reads and offers the jobs of all, the re-sealer lists organizations by id,
 * the sequencer lists entries without a leaf by two ids.
 * What they may not see of these tables is in the statements on roles.
 */
const byDesign = (role: TestRole, table: string): boolean =>
  (role === 'vitrine_relay' && table === 'job') ||
  (role === 'vitrine_reseal' && table === 'organization') ||
  (role === 'vitrine_sequencer' && table === 'trail_pending');

/**
 * Per tenant table of the catalogue: read the neighbour's rows with and without a predicate, count them, change them, adopt them, delete them, add one for it.
 * Where a grant is missing the answer must be 42501; where it is given, no rows, and for an added row 42501 again.
 */
export async function borderAttacks({ database, acme, umbra }: AttackedDatabase, role: TestRole): Promise<StatementAttack[]> {
  const superuser = database.poolFor('postgres');
  const attacks: StatementAttack[] = [];
  const [own, foreign] = [acme.organizationId, umbra.organizationId];
  for (const { name } of (await catalogueTables(superuser)).filter(belongsToOrganization)) {
    if (byDesign(role, name)) continue;
    const [{ reads, deletes, changed, adds }] = rightsSchema.parse((await superuser.query(RIGHTS, [role, name])).rows);
    const table = `vitrine.${escapeIdentifier(name)}`;
    const add = (what: string, may: boolean, sql: string, params: readonly unknown[], otherwise: Expected = 'no rows'): void => {
      attacks.push({ what: `${what} of ${name}`, sql, params, expected: () => (may ? otherwise : '42501') });
    };
    add('reads rows', reads, `select organization_id from ${table} where organization_id = $1`, [foreign]);
    add('reads rows without a predicate', reads, `select organization_id from ${table} where organization_id is distinct from $1`, [own]);
    add('counts rows', reads, `select count(*) from ${table} where organization_id = $1 having count(*) > 0`, [foreign]);
    add('deletes rows', deletes && reads, `delete from ${table} where organization_id = $1`, [foreign]);
    const column = escapeIdentifier(changed ?? 'organization_id');
    add('changes rows', changed !== null && reads, `update ${table} set ${column} = ${column} where organization_id = $1`, [foreign]);
    add('adds a row', adds, `insert into ${table} (organization_id) values ($1)`, [foreign], '42501');
  }
  return attacks;
}

/** Takes the floor from every tenant table of this database: the careless `using (true)` policies are all that is left. */
export async function dropFloors({ database }: Pick<AttackedDatabase, 'database'>): Promise<void> {
  await database.poolFor('postgres').query(`do $$ declare t record; begin
    for t in select tablename from pg_policies where schemaname = 'vitrine' and policyname = 'organization_floor' loop
      execute format('drop policy organization_floor on vitrine.%I', t.tablename);
    end loop; end $$`);
}
