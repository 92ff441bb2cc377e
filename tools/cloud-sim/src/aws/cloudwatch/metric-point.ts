/** One point asked for: the statistic of a metric over the period that begins at `second` (Unix time). */
export interface MetricPoint {
  readonly metric: string;
  readonly statistic: string;
  readonly second: number;
  readonly periodSeconds: number;
}
