/** What was wrong with a cell or a column. Rows are named by it, never dropped silently. */
export type FocusProblemCode =
  | 'amount-missing'
  | 'amount-invalid'
  | 'currency-missing'
  | 'currency-invalid'
  | 'date-invalid'
  | 'date-without-zone'
  | 'period-reversed'
  | 'word-unknown'
  | 'word-case'
  | 'json-invalid'
  | 'null-literal'
  | 'column-unknown'
  | 'column-count';

export interface FocusProblem {
  /** Number of the data row from 1; 0 is the file as a whole. */
  readonly rowNo: number;
  readonly column: string;
  readonly code: FocusProblemCode;
  /** false: the row could not be taken. */
  readonly kept: boolean;
  readonly occurrences: number;
}
