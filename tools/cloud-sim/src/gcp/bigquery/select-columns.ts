import { sumOf } from '../../estate/bill.js';
import type { ExportRow } from './export-rows.js';
import type { QueryField } from './query-answer.js';
import { SqlError } from './sql-error.js';

/** One column of the answer: a dimension is read from a row, a measure from all rows of its group. */
export type SelectColumn = QueryField &
  (
    | { readonly role: 'dimension'; readonly read: (row: ExportRow) => string | null }
    | { readonly role: 'measure'; readonly read: (rows: readonly ExportRow[]) => string }
  );

type Reader = (row: ExportRow) => string | null;

/** Columns of the export that queries select, most specific first. */
const DIMENSIONS: readonly (readonly [RegExp, Reader])[] = [
  [/\bresource\.global_name\b/, (row) => row.globalName],
  [/\bresource\.name\b/, (row) => row.resourceName],
  [/\bproject\.id\b/, (row) => row.projectId],
  [/\bproject\.name\b/, (row) => row.projectName],
  [/\bservice\.id\b/, (row) => row.serviceId],
  [/\bservice\.description\b/, (row) => row.service],
  [/\bsku\.id\b/, (row) => row.skuId],
  [/\bsku\.description\b/, (row) => row.sku],
  [/\blocation\.region\b/, (row) => row.region],
  [/\blocation\.zone\b/, (row) => row.zone],
  [/\blocation\.location\b/, (row) => row.region],
  [/\bbilling_account_id\b/, (row) => row.billingAccountId],
  [/\bcurrency\b/, (row) => row.currency],
  [/\bcost_type\b/, () => 'regular'],
];

/** Reads one item of a SELECT list. Throws SqlError for what the export does not have. */
export function selectColumn(item: string, place: number): SelectColumn {
  const aliased = /^(.*\S)\s+as\s+`?(\w+)`?$/is.exec(item);
  const expression = (aliased?.[1] ?? item).toLowerCase();
  const name = aliased?.[2] ?? /^`?[\w.]*?(\w+)`?$/.exec(item)?.[1] ?? `f${String(place)}_`;
  const text = /\bas\s+string\b|\bformat(?:_\w+)?\s*\(/.test(expression);
  if (/\bcount\s*\(\s*distinct\b/.test(expression))
    return { role: 'measure', name, type: 'INTEGER', read: (rows) => String(new Set(rows.map((row) => row.day.getTime())).size) };
  if (/\bcount\s*\(/.test(expression)) return { role: 'measure', name, type: 'INTEGER', read: (rows) => String(rows.length) };
  if (/\bsum\s*\(/.test(expression) && /\bcost\b|credits/.test(expression)) {
    // Credits are nothing here: the declared cost is the effective one.
    const credits = !/\bcost\b/.test(expression);
    return { role: 'measure', name, type: amountType(expression, text), read: (rows) => (credits ? '0' : sumOf(rows.map((row) => row.cost))) };
  }
  if (/\b(?:usage_start_time|usage_end_time|_partitiontime|export_time)\b/.test(expression)) return timeColumn(expression, name, text);
  const dimension = DIMENSIONS.find(([pattern]) => pattern.test(expression));
  if (dimension !== undefined) return { role: 'dimension', name, type: 'STRING', read: dimension[1] };
  if (/\bcost\b/.test(expression)) return { role: 'dimension', name, type: amountType(expression, text), read: (row) => row.cost };
  throw new SqlError(`Unrecognized name: ${item}`);
}

function amountType(expression: string, text: boolean): QueryField['type'] {
  if (text) return 'STRING';
  return /\bnumeric\b/.test(expression) ? 'NUMERIC' : 'FLOAT';
}

/** Days as dates or texts, else as timestamps in microseconds; MIN and MAX over the group. */
function timeColumn(expression: string, name: string, text: boolean): SelectColumn {
  const asDate = text || /\bdate\s*\(|\bas\s+date\b|\btimestamp_trunc\b.*\bas date\b/.test(expression);
  const cell = (day: Date): string => (asDate ? day.toISOString().slice(0, 10) : String(day.getTime() * 1000));
  const type = text ? 'STRING' : asDate ? 'DATE' : 'TIMESTAMP';
  const extreme = /\b(min|max)\s*\(/.exec(expression)?.[1];
  if (extreme === undefined) return { role: 'dimension', name, type, read: (row) => cell(row.day) };
  return { role: 'measure', name, type, read: (rows) => cell(new Date(Math[extreme === 'min' ? 'min' : 'max'](...rows.map((row) => row.day.getTime())))) };
}
