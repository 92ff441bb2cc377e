/** One figure of a row: what Vitrine took, beside what the comparison took in the same run. */
export interface BenchRow {
  /** The row's name as on the command line, and which of its figures this is. */
  readonly row: string;
  readonly figure: string;
  readonly measured: Quantity;
  /** What it is divided by; null where the figure stands for itself. */
  readonly baseline: Quantity | null;
  /** On the ratio, or on the measured value where there is no baseline; null for a figure that is only told. */
  readonly bar: { readonly atMost: number } | { readonly atLeast: number } | null;
  /** Exact counts, CPU and how it was measured. */
  readonly notes?: string;
}

export interface Quantity {
  readonly value: number;
  /** `s`, `CPU-s`, `MB`, `calls`, `rows/s` … */
  readonly unit: string;
}

/** What every row is told. */
export interface BenchOptions {
  /** Also the rows of a million volumes, which take minutes. */
  readonly million: boolean;
  /** What is being done, for a person who waits. */
  readonly say: (text: string) => void;
}
export type BenchRun = (options: BenchOptions) => Promise<BenchRow[]>;
