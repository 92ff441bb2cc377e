import type { HourOfLoad } from '../estate/machine-load.js';

export interface GcpMetric {
  readonly type: string;
  readonly kind: 'GAUGE' | 'DELTA';
  readonly valueType: 'DOUBLE' | 'INT64';
  /** What an hour's value is multiplied with: 1, or bytes in an hour for a load of 1. */
  readonly scale: number;
}

/** One time series of one resource, under the labels that Cloud Monitoring gives it. */
export interface GcpMeasure {
  readonly metric: GcpMetric;
  readonly resourceType: string;
  readonly resourceLabels: Readonly<Record<string, string>>;
  readonly metricLabels: Readonly<Record<string, string>>;
  readonly since: Date;
  /** The measure during one UTC hour since the epoch; null where nothing was sent. */
  readonly during: (hour: number, seed: number) => HourOfLoad | null;
}

const BYTES_AN_HOUR = 100_000_000;
const gauge = (type: string, valueType: GcpMetric['valueType'] = 'DOUBLE'): GcpMetric => ({ type, kind: 'GAUGE', valueType, scale: 1 });
const delta = (type: string, scale: number): GcpMetric => ({ type, kind: 'DELTA', valueType: 'INT64', scale });

export const gcpMetrics = {
  cpu: gauge('compute.googleapis.com/instance/cpu/utilization'),
  received: delta('compute.googleapis.com/instance/network/received_bytes_count', BYTES_AN_HOUR),
  sent: delta('compute.googleapis.com/instance/network/sent_bytes_count', BYTES_AN_HOUR),
  sqlConnections: gauge('cloudsql.googleapis.com/database/network/connections', 'INT64'),
  sqlBackends: gauge('cloudsql.googleapis.com/database/postgresql/num_backends', 'INT64'),
  sqlCpu: gauge('cloudsql.googleapis.com/database/cpu/utilization'),
  sqlMemory: gauge('cloudsql.googleapis.com/database/memory/utilization'),
  nodeCpu: gauge('kubernetes.io/node/cpu/allocatable_utilization'),
  predictions: delta('aiplatform.googleapis.com/prediction/online/prediction_count', 1),
} as const;

export function findMetric(type: string): GcpMetric | undefined {
  return Object.values(gcpMetrics).find((metric) => metric.type === type);
}

/** The same value every hour, every fifth hour missing where it is patchy. */
export function constantly(value: number, patchy = false): GcpMeasure['during'] {
  return (hour) => (patchy && hour % 5 === 0 ? null : { average: value, maximum: value, minimum: value });
}
