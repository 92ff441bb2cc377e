import type { BillFormat } from '../formats/bill-format.js';
import type { TableRecord } from '../tables/bill-table.js';
import { columnOf, type FocusColumn } from './focus-columns.js';

export interface NamedColumn {
  readonly name: string;
  readonly column: FocusColumn;
}

export interface FocusRecords {
  /** Which columns of the table have to be read. */
  readonly wanted: readonly boolean[];
  /** What the cells of a charge are, in order. */
  readonly columns: readonly NamedColumn[];
  /** The charges that a record is: FOCUS cells in the order of `columns`. */
  charges(record: TableRecord): readonly (readonly string[])[];
}

/** How records of a table become FOCUS cells: as they are, or translated from a provider's own form. */
export function focusRecords(header: readonly string[], { translation }: BillFormat): FocusRecords {
  if (translation === null) {
    // The first of two columns of one name counts.
    const wanted = header.map((name, index) => columnOf(name) !== undefined && header.indexOf(name) === index);
    const columns = header.flatMap((name, index) => {
      const column = columnOf(name);
      return column !== undefined && wanted[index] === true ? [{ name, column }] : [];
    });
    return { wanted, columns, charges: (record) => [record.cells] };
  }
  const reads = new Map(translation.reads.map((name) => [name.toLowerCase(), name]));
  const wanted = header.map((name) => reads.has(name.toLowerCase()));
  const places = new Map<string, number>();
  header.filter((_, index) => wanted[index]).forEach((name, place) => places.set(reads.get(name.toLowerCase()) ?? name, place));
  const columns = translation.gives.flatMap((name) => {
    const column = columnOf(name);
    return column === undefined ? [] : [{ name, column }];
  });
  return {
    wanted,
    columns,
    charges: ({ cells }) => translation.charges((name) => cells[places.get(name) ?? -1] ?? '').map((charge) => columns.map(({ name }) => charge[name] ?? '')),
  };
}
