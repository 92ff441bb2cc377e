import { randomBytes, randomUUID } from 'node:crypto';
import { escapeIdentifier, type Pool } from 'pg';
import type { CatalogueTable } from './tenant-tables.js';

/** A value that a column of this type accepts. A new type has to be taught here, loudly, or its table would go untested. */
const VALUES: Readonly<Record<string, () => unknown>> = {
  uuid: () => randomUUID(),
  text: () => randomBytes(8).toString('hex'),
  integer: () => 1,
  bigint: () => 1,
  numeric: () => '1',
  'double precision': () => 1,
  boolean: () => false,
  bytea: () => randomBytes(32),
  json: () => '{}',
  jsonb: () => '{}',
  date: () => '2026-11-22',
  'timestamp with time zone': () => '2026-11-22T00:00:00Z',
  'text[]': () => ['x'],
  'uuid[]': () => [randomUUID()],
  'bigint[]': () => [1],
};

/** Column names and values of a row of this organization: what the table demands and no more. */
export function genericRow(table: CatalogueTable, organizationId: string): { columns: string[]; values: unknown[] } {
  const needed = table.columns.filter(({ name, required, writable }) => writable && (required || name === 'organization_id'));
  return {
    columns: needed.map(({ name }) => name),
    values: needed.map(({ name, type }) => {
      if (name === 'organization_id') return organizationId;
      const value = VALUES[type];
      if (value === undefined) throw new Error(`teach generic-row.ts the type ${type} (column ${table.name}.${name})`);
      return value();
    }),
  };
}

/** `insert into vitrine.t (…) values ($1, …)` for such a row. */
export function insertStatement(table: CatalogueTable, columns: readonly string[]): string {
  const names = columns.map((name) => escapeIdentifier(name)).join(', ');
  return `insert into vitrine.${escapeIdentifier(table.name)} (${names}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`;
}

/**
 * Removes what would refuse a generic row for reasons other than tenancy: checks, foreign keys, triggers.
 * Policies, grants and keys stay. Only ever for a database of the spec's own.
 */
export async function admitGenericRows(pool: Pool): Promise<void> {
  await pool.query(`do $$
    declare c record;
    begin
      for c in select con.conname, con.conrelid::regclass as relation from pg_constraint con join pg_namespace n on n.oid = con.connamespace
        where n.nspname = 'vitrine' and con.contype in ('c', 'f') and con.conparentid = 0 and con.conrelid <> 0 loop
        execute format('alter table %s drop constraint if exists %I cascade', c.relation, c.conname);
      end loop;
      for c in select t.tgname, t.tgrelid::regclass as relation from pg_trigger t join pg_class r on r.oid = t.tgrelid join pg_namespace n on n.oid = r.relnamespace
        where n.nspname = 'vitrine' and not t.tgisinternal loop
        execute format('drop trigger %I on %s', c.tgname, c.relation);
      end loop;
    end $$`);
}

/** One row per table and organization, written past every policy. */
export async function plantRows(pool: Pool, tables: readonly CatalogueTable[], organizationIds: readonly string[]): Promise<void> {
  for (const table of tables) {
    for (const organizationId of organizationIds) {
      const { columns, values } = genericRow(table, organizationId);
      await pool.query(insertStatement(table, columns), values);
    }
  }
}
