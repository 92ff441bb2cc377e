/** Cells of one record of a provider's own form, by the name of their column; '' where it is empty or there is no such column. */
export type CellsByName = (column: string) => string;

/** FOCUS cells by column name; '' is unknown. */
export type FocusCells = Readonly<Record<string, string>>;

/** A form in which a bill may come, and how it becomes FOCUS. */
export interface BillFormat {
  readonly id: 'focus' | 'cur-2.0' | 'azure-cost-details';
  /** Whether a file with these columns is of this form. */
  claims(columns: readonly string[]): boolean;
  /** null: the columns are FOCUS already. Otherwise which columns it reads, and the charges that one record is. */
  readonly translation: { readonly reads: readonly string[]; readonly gives: readonly string[]; charges(cell: CellsByName): readonly FocusCells[] } | null;
}
