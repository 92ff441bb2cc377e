import type { OrganizationTransaction } from '@vitrine/tenancy';

/** One column of a bulk insert: its name, the Postgres type of a single value, and how a row gives it. */
export interface BulkColumn<Row> {
  readonly name: string;
  readonly type: string;
  /** null, text, numbers and booleans only; json and arrays as text of their type. */
  value(row: Row): string | number | boolean | null;
}

export interface BulkInsert<Row> {
  readonly table: string;
  readonly columns: readonly BulkColumn<Row>[];
  /** All after the select: `on conflict …`, `returning …`. */
  readonly tail: string;
}

/** Text types travel as text[] and are cast per row: an array of json or of arrays has no form of its own in a parameter. */
const carriedAsText = new Set(['jsonb', 'text[]', 'uuid[]', 'timestamptz', 'numeric', 'bigint']);
const wireType = (type: string): string => (carriedAsText.has(type) ? 'text' : type);

/** The statement is made once per table; identifiers come from code only. `$1` is the organization, the arrays follow. */
export function bulkInsertSql<Row>({ table, columns, tail }: BulkInsert<Row>): string {
  const names = columns.map((column) => column.name);
  const selected = columns.map((column) => (carriedAsText.has(column.type) ? `u.${column.name}::${column.type}` : `u.${column.name}`));
  const arrays = columns.map((column, index) => `$${String(index + 2)}::${wireType(column.type)}[]`);
  return `insert into ${table} (organization_id, ${names.join(', ')})
select $1, ${selected.join(', ')} from unnest(${arrays.join(', ')}) as u (${names.join(', ')})
${tail}`;
}

/** One `INSERT … SELECT FROM unnest(…)` for all rows of a page: one round trip, one parse, however many rows. */
export function bulkInserter<Row>(insert: BulkInsert<Row>): <Returned extends Record<string, unknown>>(transaction: OrganizationTransaction, rows: readonly Row[]) => Promise<Returned[]> {
  const sql = bulkInsertSql(insert);
  return async <Returned extends Record<string, unknown>>(transaction: OrganizationTransaction, rows: readonly Row[]) => {
    if (rows.length === 0) return [];
    const arrays = insert.columns.map((column) => rows.map((row) => column.value(row)));
    return (await transaction.query<Returned>(sql, [transaction.organizationId, ...arrays])).rows;
  };
}
