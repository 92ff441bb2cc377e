import { VitrineError } from '@vitrine/contracts';

/** One record: the cells of the columns that were asked for, in their order, and how many cells the record had in all. */
export interface TableRecord {
  readonly cells: readonly string[];
  readonly width: number;
}

/** A bill as a table of text, whatever its file form. An empty cell is ''. */
export interface BillTable {
  readonly columns: readonly string[];
  /** Records in file order, in batches as they come: memory is one batch. `wanted` says per column whether its cells are needed. */
  records(wanted: readonly boolean[]): AsyncGenerator<readonly TableRecord[]>;
}

export function billInvalid(publicMessage: string, internal = ''): VitrineError {
  return new VitrineError({ code: 'focus-invalid', status: 422, publicMessage, internal });
}
