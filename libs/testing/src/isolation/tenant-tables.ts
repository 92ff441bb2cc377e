import type { Pool } from 'pg';
import { z } from 'zod';

const columnSchema = z.object({
  name: z.string(),
  type: z.string(),
  required: z.boolean(),
  writable: z.boolean(),
});

const tableSchema = z.object({
  name: z.string(),
  columns: z.array(columnSchema),
});

/** A table of schema `vitrine` as the catalogue describes it, so that a table added tomorrow is attacked tomorrow. */
export type CatalogueTable = z.infer<typeof tableSchema>;

/** Every table of schema `vitrine`, partitioned ones included. */
export async function catalogueTables(pool: Pool): Promise<CatalogueTable[]> {
  const found = await pool.query(`
    select c.relname as name, json_agg(json_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, null),
      'required', a.attnotnull and not a.atthasdef and a.attidentity = '',
      'writable', a.attgenerated = '' and a.attidentity = '') order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname = 'vitrine' and c.relkind in ('r', 'p')
    group by c.relname order by c.relname`);
  return z.array(tableSchema).parse(found.rows);
}

export function belongsToOrganization(table: CatalogueTable): boolean {
  return table.columns.some(({ name }) => name === 'organization_id');
}

/** Every role that can log in, by the server's own list. */
export async function loginRoles(pool: Pool): Promise<string[]> {
  const found = await pool.query(`select rolname from pg_roles where rolcanlogin and rolname like 'vitrine\\_%' order by rolname`);
  return z
    .array(z.object({ rolname: z.string() }))
    .parse(found.rows)
    .map(({ rolname }) => rolname);
}
