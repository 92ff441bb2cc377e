import type { OrganizationTransaction } from '@vitrine/tenancy';

/** One column of a bulk insert: its name, the Postgres type of a single value, and how a row gives it. */
export interface BulkColumn<Row> {
  readonly name: string;
  readonly type: string;
  /** null, text, numbers and booleans only; json and arrays as text of their type. `json` is for columns that are never null. */
  value(row: Row): string | number | boolean | null;
}

export interface BulkInsert<Row> {
  readonly table: string;
  readonly columns: readonly BulkColumn<Row>[];
  /** All after the select: `on conflict …`, `returning …`. */
  readonly tail: string;
}

/** Text types travel as text[] and are cast per row: an array of arrays has no form of its own in a parameter. */
const carriedAsText = new Set(['text[]', 'uuid[]', 'timestamptz', 'numeric', 'bigint']);
const isJson = (type: string): type is 'json' | 'jsonb' => type === 'json' || type === 'jsonb';
const wireType = (type: string): string => (carriedAsText.has(type) ? 'text' : type);

/**
 * The statement for rows that agree in the columns of `same`: those travel once, the others as arrays. JSON travels as one JSON array,
 * since in a text[] each of its many quotes would be escaped by us and unescaped by the server. Identifiers come from code only.
 * `$1` is the organization, the columns follow in their order.
 */
export function bulkInsertSql<Row>({ table, columns, tail }: BulkInsert<Row>, same: ReadonlySet<string> = new Set()): string {
  const placed = columns.map((column, index) => ({ ...column, parameter: `$${String(index + 2)}` }));
  const varying = placed.filter((column) => !same.has(column.name));
  const sources = varying.map((column) =>
    isJson(column.type) ? `${column.type}_array_elements(${column.parameter}::${column.type})` : `unnest(${column.parameter}::${wireType(column.type)}[])`,
  );
  const selected = placed.map((column) => (same.has(column.name) ? `${column.parameter}::${column.type}` : selectedOf(column)));
  return `insert into ${table} (organization_id, ${columns.map((column) => column.name).join(', ')})
select $1, ${selected.join(', ')} from rows from (${sources.join(', ')}) as u (${varying.map((column) => column.name).join(', ')})
${tail}`;
}

function selectedOf({ name, type }: { readonly name: string; readonly type: string }): string {
  if (type === 'jsonb') return `nullif(u.${name}, 'null'::jsonb)`;
  return carriedAsText.has(type) ? `u.${name}::${type}` : `u.${name}`;
}

/**
 * Statements of one table that are kept, by server and driver, for as long as a connection lives. A full page comes in a handful of shapes; small
 * ones agree by chance in ever other columns, and what nobody will send again is not worth keeping.
 */
const mostKept = 16;

/** Rows as they travel: a statement, and for each column one text or the one value that all rows have. The rows themselves are not held. */
export interface PackedRows {
  readonly sql: string;
  /** Without the organization, which the transaction knows. */
  readonly parameters: readonly Value[];
  readonly keep: 'prepared' | 'once';
}

/** One `INSERT … SELECT FROM unnest(…)` for all rows of a page: one round trip, one parse, however many rows. @returns null for no rows */
export function bulkPacker<Row>(insert: BulkInsert<Row>): (rows: readonly Row[]) => PackedRows | null {
  const statements = new Map<string, string>();
  return (rows) => {
    if (rows.length === 0) return null;
    const values = insert.columns.map((column) => rows.map((row) => column.value(row)));
    const same = sameColumns(insert.columns, values);
    const key = [...same].join();
    const known = statements.get(key);
    const sql = known ?? bulkInsertSql(insert, same);
    const kept = known !== undefined || statements.size < mostKept;
    if (kept) statements.set(key, sql);
    const parameters = insert.columns.map(({ name, type }, index) => parameterOf(type, values[index] ?? [], same.has(name)));
    return { sql, parameters, keep: kept ? 'prepared' : 'once' };
  };
}

export async function sendPacked<Returned extends Record<string, unknown>>(
  transaction: OrganizationTransaction,
  { sql, parameters, keep }: PackedRows,
): Promise<Returned[]> {
  return (await transaction.query<Returned>(sql, [transaction.organizationId, ...parameters], keep)).rows;
}

/** Packs and sends at once. */
export function bulkInserter<Row>(
  insert: BulkInsert<Row>,
): <Returned extends Record<string, unknown>>(transaction: OrganizationTransaction, rows: readonly Row[]) => Promise<Returned[]> {
  const pack = bulkPacker(insert);
  return async <Returned extends Record<string, unknown>>(transaction: OrganizationTransaction, rows: readonly Row[]) => {
    const packed = pack(rows);
    return packed === null ? [] : await sendPacked<Returned>(transaction, packed);
  };
}

type Value = string | number | boolean | null;

/** Columns in which all rows agree, as most of a page's do. Something must vary, or nothing would say how many rows there are. */
function sameColumns<Row>(columns: readonly BulkColumn<Row>[], values: readonly (readonly Value[])[]): ReadonlySet<string> {
  const same = new Set(columns.filter((_, index) => values[index]?.every((value) => value === values[index]?.[0])).map((column) => column.name));
  return same.size === columns.length ? new Set() : same;
}

function parameterOf(type: string, values: readonly Value[], same: boolean): Value {
  if (same) return values[0] ?? null;
  return isJson(type) ? `[${values.map((value) => value ?? 'null').join(',')}]` : arrayText(values);
}

/** An array as Postgres reads it (§8.15.2 of its manual). The driver's own asks two regular expressions of each value, and few have what they look for. */
export function arrayText(values: readonly Value[]): string {
  return values.length > 0 && values.every(isPlainText) ? `{"${values.join('","')}"}` : `{${values.map(elementText).join(',')}}`;
}

/** Nearly all are: they are joined as they stand, without a text made of each. */
const isPlainText = (value: Value): boolean => typeof value === 'string' && !value.includes('"') && !value.includes('\\');

function elementText(value: Value): string {
  if (value === null) return 'NULL';
  const text = String(value);
  return text.includes('"') || text.includes('\\') ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
