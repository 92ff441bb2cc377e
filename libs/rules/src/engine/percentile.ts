/** Nearest-rank percentile: a value that was really observed, never one in between. `values` must not be empty. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.POSITIVE_INFINITY;
}
