import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { VitrineError } from '@vitrine/contracts';
import { boundedRecords } from './bounded-records.js';
import { canonicalResourceId } from './canonical-resource-id.js';
import { focusColumns, focusColumnsNeeded, focusColumnsNotStored, focusVersion, type FocusColumn } from './focus-columns.js';
import type { FocusProblem, FocusProblemCode } from './focus-problem.js';
import { parseCell } from './parse-cell.js';

export interface FocusRow {
  readonly rowNo: number;
  /** Column of `cost_row` → text for Postgres, or null. */
  readonly values: Readonly<Record<string, string | null>>;
}

export type FocusItem =
  | { readonly kind: 'row'; readonly row: FocusRow; readonly problems: readonly FocusProblem[] }
  | { readonly kind: 'rejected'; readonly problems: readonly FocusProblem[] };

export interface FocusFile {
  readonly version: string;
  /** Rows as they come: memory is O(row). */
  items(): AsyncGenerator<FocusItem>;
  /** Conventions of the whole file (zone-less dates, NULL literals, unknown columns) with counts; complete after `items` ended. */
  notices(): FocusProblem[];
}

/**
 * Reads a FOCUS CSV (1.0, 1.0r2, 1.2, 1.3) from a stream.
 * @throws VitrineError `focus-invalid` if it is no CSV or lacks a column without which money cannot be known
 */
export async function parseFocus(stream: Readable): Promise<FocusFile> {
  const bounded = boundedRecords();
  const records = stream.pipe(bounded).pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: 1024 * 1024 }));
  for (const before of [stream, bounded]) before.once('error', (error) => records.destroy(error));
  const iterator: AsyncIterator<string[]> = records[Symbol.asyncIterator]();
  const header = await nextRecord(iterator);
  if (header === null) throw invalid('The file is empty.');
  const missing = focusColumnsNeeded.filter((name) => !header.includes(name));
  if (missing.length > 0) throw invalid(`These FOCUS columns are missing: ${missing.join(', ')}.`);
  return focusFile(header, iterator);
}

function focusFile(header: readonly string[], iterator: AsyncIterator<string[]>): FocusFile {
  const counts = new Map<string, FocusProblem>();
  const notice = (column: string, code: FocusProblemCode): void => {
    const known = counts.get(`${column}/${code}`);
    counts.set(`${column}/${code}`, { rowNo: 0, column, code, kept: true, occurrences: (known?.occurrences ?? 0) + 1 });
  };
  for (const name of header) if (columnOf(name) === undefined && !focusColumnsNotStored.has(name) && !name.startsWith('x_')) notice(name, 'column-unknown');
  return {
    version: focusVersion(header),
    notices: () => [...counts.values()],
    async *items() {
      for (let rowNo = 1; ; rowNo++) {
        const record = await nextRecord(iterator);
        if (record === null) return;
        yield focusItem(header, record, rowNo, notice);
      }
    },
  };
}

function focusItem(header: readonly string[], record: readonly string[], rowNo: number, notice: (column: string, code: FocusProblemCode) => void): FocusItem {
  const values: Record<string, string | null> = {};
  const problems: FocusProblem[] = [];
  const problem = (column: string, code: FocusProblemCode, kept: boolean): void => {
    problems.push({ rowNo, column, code, kept, occurrences: 1 });
  };
  if (record.length !== header.length) problem('*', 'column-count', true);
  header.forEach((name, index) => {
    const column = columnOf(name);
    if (column === undefined) return;
    const cell = parseCell(record[index] ?? '', column);
    values[column.target] = cell.value;
    if (cell.notice !== null) notice(name, cell.notice);
    if (cell.problem !== null) problem(name, cell.problem, column.required === undefined);
    else if (cell.value === null && column.required !== undefined) problem(name, column.required, false);
  });
  if (problems.some((each) => !each.kept)) return { kind: 'rejected', problems };
  const { charge_period_start: start, charge_period_end: end } = values;
  if (typeof start === 'string' && typeof end === 'string' && start >= end) problem('ChargePeriodEnd', 'period-reversed', true);
  const resourceId = values['resource_id'];
  values['resource_id_canonical'] = typeof resourceId === 'string' ? canonicalResourceId(resourceId) : null;
  return { kind: 'row', row: { rowNo, values }, problems };
}

/** Attack: a column called `constructor` is a member of every object, and no column of ours. */
function columnOf(name: string): FocusColumn | undefined {
  return Object.hasOwn(focusColumns, name) ? focusColumns[name] : undefined;
}

async function nextRecord(iterator: AsyncIterator<string[]>): Promise<string[] | null> {
  try {
    const next = await iterator.next();
    return next.done === true ? null : next.value;
  } catch (error) {
    if (error instanceof VitrineError) throw error;
    // csv-parse names the fault by a code; its message may hold the record, so it goes nowhere.
    throw invalid('The file is not well-formed CSV.', error instanceof Error && 'code' in error ? String(error.code) : 'stream');
  }
}

function invalid(publicMessage: string, internal = ''): VitrineError {
  return new VitrineError({ code: 'focus-invalid', status: 422, publicMessage, internal });
}
