import { awsResourceArn } from '@vitrine/contracts';
import { canonicalResourceId } from './canonical-resource-id.js';
import { columnOf, focusColumnsNotStored, type FocusColumn } from './focus-columns.js';
import type { FocusProblem, FocusProblemCode } from './focus-problem.js';
import type { NamedColumn } from './focus-records.js';
import { parseCell, type Cell } from './parse-cell.js';

/** Rows by column, as a statement takes them. */
export interface FocusBatch {
  readonly rowNos: readonly number[];
  /** Column of `cost_row` → one text or null per row. */
  readonly values: ReadonlyMap<string, readonly (string | null)[]>;
  /** Of these rows and of those that could not be taken. */
  readonly problems: readonly FocusProblem[];
  readonly rejected: number;
}

/** Rows in one statement. */
const BATCH_ROWS = 1_000;

/** Distinct texts that are remembered per column: hours of a month, tags of a fleet. */
const REMEMBERED = 5_000;

/** One column while it is read. */
class ColumnReading {
  readonly name: string;
  readonly column: FocusColumn;
  values: (string | null)[] = [];
  readonly notices = new Map<FocusProblemCode, number>();
  readonly #known = new Map<string, Cell>();
  #lastText = '';
  #lastCell: Cell;

  constructor({ name, column }: NamedColumn) {
    this.name = name;
    this.column = column;
    this.#lastCell = parseCell('', column);
  }

  /** A bill repeats itself from row to row and from day to day, so what a text came to is remembered. */
  cell(text: string): Cell {
    if (text === this.#lastText) return this.#lastCell;
    const cell = this.column.type === 'timestamp' || this.column.type === 'json' ? this.#remembered(text) : parseCell(text, this.column);
    this.#lastText = text;
    this.#lastCell = cell;
    return cell;
  }

  #remembered(text: string): Cell {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    const cell = parseCell(text, this.column);
    // Attack: a million tags of a megabyte each, remembered.
    // A cell is a slice that holds the whole piece of the file that it was cut from: what is remembered is a copy.
    if (text.length <= 1_000) this.#known.set(Buffer.from(text).toString(), cell);
    return cell;
  }
}

/** Reads cells into columns, row by row. */
export class BatchBuilder {
  readonly #columns: readonly ColumnReading[];
  readonly #unknown: string[] = [];
  readonly #places: Readonly<Record<keyof typeof placesOf, number>>;
  readonly #row: Cell[] = [];
  #rowNos: number[] = [];
  #derived: Derived = emptyDerived();
  #problems: FocusProblem[] = [];
  #rejected = 0;

  constructor(columns: readonly NamedColumn[]) {
    this.#columns = columns.map((column) => new ColumnReading(column));
    const place = (target: string): number => columns.findIndex(({ column }) => column.target === target);
    this.#places = {
      provider: place(placesOf.provider),
      service: place(placesOf.service),
      host: place(placesOf.host),
      publisher: place(placesOf.publisher),
      account: place(placesOf.account),
      region: place(placesOf.region),
      resource: place(placesOf.resource),
      start: place(placesOf.start),
      end: place(placesOf.end),
    };
  }

  nameUnknownColumns(header: readonly string[]): void {
    for (const name of header) if (columnOf(name) === undefined && !focusColumnsNotStored.has(name) && !name.startsWith('x_')) this.#unknown.push(name);
  }

  /** @param storedAs the row's own number, where one record is several charges */
  add(rowNo: number, cells: readonly string[], fault: FocusProblemCode | null, storedAs = rowNo): void {
    if (fault !== null) this.#problem(rowNo, '*', fault, true);
    let kept = true;
    for (let index = 0; index < this.#columns.length; index++) {
      const reading = this.#columns[index];
      if (reading === undefined) continue;
      const cell = reading.cell(cells[index] ?? '');
      this.#row[index] = cell;
      const { required } = reading.column;
      if (cell.notice !== null) reading.notices.set(cell.notice, (reading.notices.get(cell.notice) ?? 0) + 1);
      if (cell.problem !== null) this.#problem(rowNo, reading.name, cell.problem, required === undefined);
      else if (cell.value === null && required !== undefined) this.#problem(rowNo, reading.name, required, false);
      if (required !== undefined && cell.value === null) kept = false;
    }
    if (!kept) {
      this.#rejected += 1;
      return;
    }
    this.#rowNos.push(storedAs);
    for (let index = 0; index < this.#columns.length; index++) this.#columns[index]?.values.push(this.#row[index]?.value ?? null);
    this.#derive();
    const start = this.#of(this.#places.start);
    const end = this.#of(this.#places.end);
    if (start !== null && end !== null && start >= end) this.#problem(rowNo, 'ChargePeriodEnd', 'period-reversed', true);
  }

  full(): boolean {
    return this.#rowNos.length >= BATCH_ROWS || this.#problems.length >= BATCH_ROWS;
  }

  empty(): boolean {
    return this.#rowNos.length === 0 && this.#problems.length === 0 && this.#rejected === 0;
  }

  take(): FocusBatch {
    const values = new Map([
      ...this.#columns.map((reading): [string, (string | null)[]] => [reading.column.target, reading.values]),
      ...Object.entries(this.#derived),
    ]);
    const batch = { rowNos: this.#rowNos, values, problems: this.#problems, rejected: this.#rejected };
    this.#rowNos = [];
    for (const reading of this.#columns) reading.values = [];
    this.#derived = emptyDerived();
    this.#problems = [];
    this.#rejected = 0;
    return batch;
  }

  notices(): FocusProblem[] {
    const notice = (column: string, code: FocusProblemCode, occurrences: number): FocusProblem => ({ rowNo: 0, column, code, kept: true, occurrences });
    return [
      ...this.#unknown.map((name) => notice(name, 'column-unknown', 1)),
      ...this.#columns.flatMap(({ name, notices }) => [...notices].map(([code, occurrences]) => notice(name, code, occurrences))),
    ];
  }

  #of(place: number): string | null {
    return this.#row[place]?.value ?? null;
  }

  /** What FOCUS leaves to be followed from other columns: the canonical id, and the provider names of the versions before and after 1.3. */
  #derive(): void {
    const own = this.#of(this.#places.provider);
    const service = this.#of(this.#places.service);
    const host = this.#of(this.#places.host);
    const provider = own ?? host ?? service;
    this.#derived.provider.push(provider);
    this.#derived.service_provider_name.push(service ?? this.#of(this.#places.publisher) ?? own);
    this.#derived.host_provider_name.push(host ?? own);
    this.#derived.resource_id_canonical.push(this.#canonicalId(provider));
  }

  #canonicalId(provider: string | null): string | null {
    const id = this.#of(this.#places.resource);
    if (id === null) return null;
    const account = this.#of(this.#places.account);
    // AWS bills name instances and volumes by their bare id, inventories by their ARN.
    if (account !== null && provider !== null && /^(?:aws|amazon)/i.test(provider)) return awsResourceArn(id, this.#of(this.#places.region), account);
    return canonicalResourceId(id);
  }

  #problem(rowNo: number, column: string, code: FocusProblemCode, kept: boolean): void {
    this.#problems.push({ rowNo, column, code, kept, occurrences: 1 });
  }
}

const placesOf = {
  provider: 'provider',
  service: 'service_provider_name',
  host: 'host_provider_name',
  publisher: 'publisher_name',
  account: 'sub_account_id',
  region: 'region_id',
  resource: 'resource_id',
  start: 'charge_period_start',
  end: 'charge_period_end',
} as const;

interface Derived {
  readonly provider: (string | null)[];
  readonly service_provider_name: (string | null)[];
  readonly host_provider_name: (string | null)[];
  readonly resource_id_canonical: (string | null)[];
}

const emptyDerived = (): Derived => ({ provider: [], service_provider_name: [], host_provider_name: [], resource_id_canonical: [] });
