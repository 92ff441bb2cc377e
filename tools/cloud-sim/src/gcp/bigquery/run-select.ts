import type { GcpWorld } from '../gcp-world.js';
import { BYTES_PER_ROW, exportRows, type ExportRow } from './export-rows.js';
import type { QueryAnswer } from './query-answer.js';
import type { QueryParameters } from './query-parameters.js';
import { selectColumn, type SelectColumn } from './select-columns.js';
import { selectList } from './statement.js';
import { readWhere } from './where-clause.js';

/**
 * Runs a plain SELECT over the detailed export: rows chosen by time and resource, grouped by every selected column that
 * is no aggregate, sorted by the selected columns. Throws SqlError for a query beyond that.
 */
export function runSelect(plain: string, parameters: QueryParameters, world: GcpWorld, now: Date): Pick<QueryAnswer, 'fields' | 'rows' | 'bytesProcessed'> {
  const columns = selectList(plain).map(selectColumn);
  const chosen = exportRows(world, now).filter(readWhere(plain, parameters, now));
  const grouped = columns.some((column) => column.role === 'measure') || /\bgroup by\b/i.test(plain);
  const groups = grouped ? groupsOf(columns, chosen) : chosen.map((row) => [row]);
  const limit = /\blimit (\d+)/i.exec(plain)?.[1];
  const rows = groups.map((rowsOfGroup) => columns.map((column) => cellOf(column, rowsOfGroup))).toSorted(compareRows);
  return {
    fields: columns.map(({ name, type }) => ({ name, type })),
    rows: limit === undefined ? rows : rows.slice(0, Number(limit)),
    bytesProcessed: chosen.length * BYTES_PER_ROW,
  };
}

function groupsOf(columns: readonly SelectColumn[], rows: readonly ExportRow[]): ExportRow[][] {
  const groups = new Map<string, ExportRow[]>();
  for (const row of rows) {
    const key = JSON.stringify(columns.map((column) => (column.role === 'dimension' ? column.read(row) : null)));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function cellOf(column: SelectColumn, rows: readonly ExportRow[]): string | null {
  if (column.role === 'measure') return column.read(rows);
  const first = rows[0];
  return first === undefined ? null : column.read(first);
}

function compareRows(left: readonly (string | null)[], right: readonly (string | null)[]): number {
  for (const [place, cell] of left.entries()) {
    const [first, second] = [cell ?? '', right[place] ?? ''];
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}
